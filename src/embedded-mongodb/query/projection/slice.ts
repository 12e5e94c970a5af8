import type { BsonNumber, Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';

/** The `$slice` of a find: `n` elements, or `[skip, limit]`; negative numbers count from the end. */
export interface Slice { path: readonly string[]; skip: number; limit: number }

/** Undefined if the operand is not of this form; then it may be that of the expression `$slice`. */
export function sliceOf(operand: Value, path: readonly string[]): Slice | undefined {
  if (isNumeric(operand)) {
    const count = integer(operand);
    return count < 0 ? { path, skip: count, limit: -count } : { path, skip: 0, limit: count };
  }
  if (!Array.isArray(operand) || operand.length !== 2) return undefined;
  const [skip, limit] = operand;
  if (!isNumeric(skip) || !isNumeric(limit) || integer(limit) <= 0) return undefined;
  return { path, skip: integer(skip), limit: integer(limit) };
}

/** Cuts in a document of our own making. Arrays on the way are looked through, one level deep. */
export function applySlice({ path, skip, limit }: Slice, doc: Doc, at = 0): void {
  const name = path[at]!;
  const value = doc[name];
  if (at === path.length - 1) {
    if (Array.isArray(value)) doc[name] = cut(value, skip, limit);
    return;
  }
  for (const inner of Array.isArray(value) ? value : [value]) if (isDoc(inner)) applySlice({ path, skip, limit }, inner, at + 1);
}

function cut(array: Value[], skip: number, limit: number): Value[] {
  const start = skip < 0 ? Math.max(0, array.length + skip) : skip;
  return array.slice(start, start + limit);
}

function isNumeric(value: Value): value is BsonNumber {
  return value !== null && value !== undefined && isNumber(value);
}

/** Without its fraction, and within an int. NaN counts as zero. */
function integer(value: BsonNumber): number {
  const number = Math.trunc(Number(value.toString()));
  return Number.isNaN(number) ? 0 : Math.max(-0x80000000, Math.min(0x7fffffff, number));
}
