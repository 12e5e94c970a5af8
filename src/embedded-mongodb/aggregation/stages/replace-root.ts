import type { Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { carryMetadata } from '../../query/metadata.js';
import type { Expression } from '../expression.js';
import { readFields } from '../read-fields.js';
import type { Stage, StageDefinition } from '../stage.js';
import { transformation } from '../stage.js';
import { MISSING } from '../variables.js';

export const $replaceRoot: StageDefinition = {
  inUpdate: true,
  inChangeStream: true,
  parse(specification, context) {
    if (!isDoc(specification)) throw new MongoError(40229, `expected an object as specification for $replaceRoot stage, got ${typeOf(specification)}`);
    const { newRoot } = readFields(specification, '$replaceRoot', { newRoot: { required: 'any' } });
    return replacing('$replaceRoot', specification, context.expression(newRoot));
  },
};

export const $replaceWith: StageDefinition = {
  inUpdate: true,
  inChangeStream: true,
  parse: (specification, context) => replacing('$replaceWith', specification, context.expression(specification)),
};

function replacing(name: string, specification: Value, newRoot: Expression): Stage {
  return transformation(name, specification, (document, variables) => {
    const value = newRoot(document, variables);
    if (value === MISSING || !isDoc(value)) {
      throw new MongoError(40228, `'newRoot' expression must evaluate to an object, but the resulting value was of type ${value === MISSING ? 'missing' : typeOf(value)}`);
    }
    return value === document ? document : carryMetadata(document, value);
  });
}
