import { Int32, Long } from 'bson';
import type { Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Stage, StageDefinition } from '../stage.js';

export const $count: StageDefinition = {
  parse(specification): Stage {
    const field = fieldName(specification);
    return {
      name: '$count',
      specification,
      reads: { names: new Set(), andNoMore: true },
      *run(source) {
        let count = 0;
        for (const _document of source) count += 1;
        if (count > 0) yield doc({ [field]: count <= 0x7fffffff ? new Int32(count) : Long.fromNumber(count) });
      },
    };
  },
};

function fieldName(name: Value): string {
  if (typeof name !== 'string') throw new MongoError(40156, 'the count field must be a non-empty string');
  if (name === '') throw new MongoError(40157, 'the count field must be a non-empty string');
  if (name.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (name.includes('\0')) throw new MongoError(40159, 'the count field cannot contain a null byte');
  if (name.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
  if (name === '_id') throw new MongoError(9039800, "the count field cannot be '_id'");
  return name;
}
