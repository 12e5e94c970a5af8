import { isDoc } from '../bson/document.js';
import type { Doc } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { ArrayFilters } from './array-filters.js';
import { describe } from './describe.js';
import type { UpdateEnvironment } from './operator.js';
import { UPDATE_OPERATORS } from './operators/index.js';
import { identifierOf, isArrayFilterIdentifier, parsePath } from './path.js';
import type { FieldsNode } from './tree.js';
import { emptyTree, plant, SOURCE_OF_RENAME } from './tree.js';

/** Reads `{ $set: { … }, $inc: { … } }`. What is wrong is found in the order in which the server finds it. */
export function parseModifiers(update: Doc, filters: ArrayFilters, environment: UpdateEnvironment): FieldsNode {
  const tree = emptyTree();
  const used = new Set<string>();
  for (const name of Object.keys(update)) {
    const fields = fieldsOf(name, update);
    for (const field of Object.keys(fields)) {
      const check = (part: string, path: string): void => noteIdentifier(part, path, filters, used);
      if (name === '$rename') plant(tree, parsePath(field), SOURCE_OF_RENAME, (part) => check(part, field));
      const argument = fields[field];
      const target = name === '$rename' ? argument : field;
      const path = typeof target === 'string' ? parsePath(target) : [];
      plant(tree, path, UPDATE_OPERATORS[name]!(argument, field, environment), (part) => check(part, path.join('.')));
    }
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier)) {
      throw new MongoError('FailedToParse', `The array filter for identifier '${identifier}' was not used in the update ${describe(update)}`);
    }
  }
  return tree;
}

function fieldsOf(name: string, update: Doc): Doc {
  if (!Object.hasOwn(UPDATE_OPERATORS, name)) {
    const wanted = 'Expected a valid update modifier or pipeline-style update specified as an array';
    throw new MongoError('FailedToParse', `Unknown modifier: ${name}. ${wanted}`);
  }
  const fields = update[name];
  if (isDoc(fields)) return fields;
  const example = `For example: {$mod: {<field>: ...}} not {${name}: ${describe(fields)}}`;
  throw new MongoError('FailedToParse', `Modifiers operate on fields but we found type ${typeOf(fields)} instead. ${example}`);
}

function noteIdentifier(part: string, path: string, filters: ArrayFilters, used: Set<string>): void {
  const identifier = isArrayFilterIdentifier(part) ? identifierOf(part) : '';
  if (identifier === '') return;
  if (!filters.has(identifier)) throw new MongoError('BadValue', `No array filter found for identifier '${identifier}' in path '${path}'`);
  used.add(identifier);
}
