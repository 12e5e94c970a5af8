import type { Double } from 'bson';
import { decimalOf } from '../../bson/decimal.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';

/** A number that has to be a whole one, or the reason why it is not. */
export type WholeNumber = { value: bigint } | { reason: string };

/** Any of the four number types will do, if it has no fraction and fits a long. */
export function wholeNumber(value: Value): WholeNumber {
  if (!isNumber(value)) return { reason: `Expected a number, found ${typeOf(value)}` };
  if (value._bsontype === 'Double') {
    const plain = (value as Double).value;
    if (Number.isNaN(plain)) return { reason: 'Expected an integer, but found NaN' };
    if (Number.isFinite(plain) && !Number.isInteger(plain)) return { reason: `Expected an integer: ${plain}` };
  }
  const exact = exactly(value);
  if (exact === undefined || exact < -(2n ** 63n) || exact >= 2n ** 63n) return { reason: `Cannot represent as a 64-bit integer: ${value.toString()}` };
  return { value: exact };
}

export function wholeNumberNotNegative(value: Value): WholeNumber {
  const whole = wholeNumber(value);
  return 'value' in whole && whole.value < 0n ? { reason: `Expected a non-negative number, found ${whole.value}` } : whole;
}

/** The integer that a number is, whatever its type; undefined if it has a fraction or is none. */
export function exactly(value: BsonNumber): bigint | undefined {
  const exact = decimalOf(value);
  if (exact.kind !== 'finite' || exact.exponent > 40) return undefined;
  const size = exact.exponent >= 0 ? exact.digits * 10n ** BigInt(exact.exponent) : whole(exact.digits, -exact.exponent);
  return size === undefined || !exact.negative ? size : -size;
}

function whole(digits: bigint, places: number): bigint | undefined {
  if (digits === 0n) return 0n;
  if (places > 2000) return undefined;
  const unit = 10n ** BigInt(places);
  return digits % unit === 0n ? digits / unit : undefined;
}
