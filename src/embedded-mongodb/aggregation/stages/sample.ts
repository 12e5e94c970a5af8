import { plain } from '../../bson/arithmetic.js';
import type { Doc } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Stage, StageDefinition } from '../stage.js';

export const $sample: StageDefinition = {
  parse(specification): Stage {
    if (!isDoc(specification)) throw new MongoError(28745, 'the $sample stage specification must be an object');
    const size = sizeOf(specification);
    return { name: '$sample', specification, run: (source) => sample(source, size) };
  },
};

function sizeOf(specification: Doc): number {
  for (const field of Object.keys(specification)) {
    if (field !== 'size') throw new MongoError(28748, `unrecognized option to $sample: ${field}`);
  }
  if (!('size' in specification)) throw new MongoError(28749, '$sample stage must specify a size');
  const { size } = specification;
  if (!isNumber(size)) throw new MongoError(28746, 'size argument to $sample must be a number');
  const number = Math.trunc(plain(size));
  if (!(number > 0)) throw new MongoError(28747, 'size argument to $sample must be a positive integer');
  return number;
}

/** A random choice in random order: the first places of a shuffle. */
function* sample(source: Iterable<Doc>, size: number): Iterable<Doc> {
  const documents = [...source];
  const count = Math.min(size, documents.length);
  for (let i = 0; i < count; i += 1) {
    const other = i + Math.floor(Math.random() * (documents.length - i));
    [documents[i], documents[other]] = [documents[other]!, documents[i]!];
    yield documents[i]!;
  }
}
