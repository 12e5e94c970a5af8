import type { Doc } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { ComputedFields } from '../computed-fields.js';
import type { StageDefinition } from '../stage.js';
import { keepsAllBut, transformation } from '../stage.js';
import type { Variables } from '../variables.js';

function addFields(name: string): StageDefinition {
  return {
    inUpdate: true,
    inChangeStream: true,
    parse(specification, context) {
      if (!isDoc(specification)) throw new MongoError(40272, `${name} specification stage must be an object, got ${typeOf(specification)}`);
      const { context: recording, reads } = context.recording();
      const fields = ComputedFields.parse(specification, (value) => recording.expression(value));
      const transform = (document: Doc, variables: Variables): Doc => fields.apply(document, variables);
      return transformation(name, specification, transform, { keeps: keepsAllBut(Object.keys(specification)), reads: { names: reads.names, andNoMore: false } });
    },
  };
}

export const $addFields = addFields('$addFields');

export const $set = addFields('$set');
