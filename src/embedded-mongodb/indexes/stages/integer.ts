import { Int32, Long } from 'bson';

/** An int, or a long where an int is too small. */
export function integer(value: number): Int32 | Long {
  return value >= -(2 ** 31) && value < 2 ** 31 ? new Int32(value) : Long.fromNumber(value);
}
