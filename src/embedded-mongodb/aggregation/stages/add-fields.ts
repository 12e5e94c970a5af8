import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { ComputedFields } from '../computed-fields.js';
import type { StageDefinition } from '../stage.js';
import { keepsAllBut, transformation } from '../stage.js';

function addFields(name: string): StageDefinition {
  return {
    inUpdate: true,
    inChangeStream: true,
    parse(specification, context) {
      if (!isDoc(specification)) throw new MongoError(40272, `${name} specification stage must be an object, got ${typeOf(specification)}`);
      const fields = ComputedFields.parse(specification, (value) => context.expression(value));
      return transformation(name, specification, (document, variables) => fields.apply(document, variables), keepsAllBut(Object.keys(specification)));
    },
  };
}

export const $addFields = addFields('$addFields');

export const $set = addFields('$set');
