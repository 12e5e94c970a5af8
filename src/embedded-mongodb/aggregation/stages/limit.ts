import type { Double } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import type { Doc, Value } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Stage, StageDefinition } from '../stage.js';

export const $limit: StageDefinition = {
  parse(specification): Stage {
    const limit = wholeNumber(specification, '$limit', 5107201);
    if (limit === 0) throw new MongoError(15958, 'the limit must be positive');
    return { name: '$limit', specification, front: { limit }, run: (source) => firstOf(source, limit) };
  },
};

export const $skip: StageDefinition = {
  parse(specification): Stage {
    const skip = wholeNumber(specification, '$skip', 5107200);
    return { name: '$skip', specification, front: { skip }, run: (source) => after(source, skip) };
  },
};

/** A number of documents, exact and within 64 bits. */
function wholeNumber(value: Value, stage: string, code: number): number {
  const problem = problemWith(value);
  if (problem !== undefined) throw new MongoError(code, `invalid argument to ${stage} stage: ${problem} in: ${stage}`);
  return plain(value as Double);
}

function problemWith(value: Value): string | undefined {
  if (!isNumber(value)) return 'Expected a number';
  const number = plain(value);
  if (!Number.isFinite(number) || Math.abs(number) >= 2 ** 63) return 'Cannot represent as a 64-bit integer';
  if (!Number.isInteger(number)) return 'Expected an integer';
  return number < 0 ? 'Expected a non-negative number' : undefined;
}

/** Ends without asking for a document that it would not give. */
function* firstOf(source: Iterable<Doc>, limit: number): Iterable<Doc> {
  let given = 0;
  for (const document of source) {
    yield document;
    given += 1;
    if (given >= limit) return;
  }
}

function* after(source: Iterable<Doc>, skip: number): Iterable<Doc> {
  let seen = 0;
  for (const document of source) {
    seen += 1;
    if (seen > skip) yield document;
  }
}
