import type { Decimal128, Double, Int32, Long } from 'bson';
import type { BsonNumber } from './document.js';

/**
 * A number taken apart: (-1)^negative · digits · 10^exponent, or one of the specials. Every BSON number has an exact
 * form of this kind, which is what comparing across types needs.
 */
export type Decimal =
  | { kind: 'finite'; negative: boolean; digits: bigint; exponent: number }
  | { kind: 'infinite'; negative: boolean }
  | { kind: 'nan' };

/** The exact value. */
export function decimalOf(value: BsonNumber): Decimal {
  switch (value._bsontype) {
    case 'Decimal128': return parse((value as Decimal128).toString());
    case 'Long': return fromBigInt((value as Long).toBigInt());
    default: return fromDouble(Number((value as Int32 | Double).value));
  }
}

function fromBigInt(value: bigint): Decimal {
  return value < 0n ? { kind: 'finite', negative: true, digits: -value, exponent: 0 } : { kind: 'finite', negative: false, digits: value, exponent: 0 };
}

/** Every finite double is an integer times a power of two, hence a finite decimal. */
function fromDouble(value: number): Decimal {
  if (Number.isNaN(value)) return { kind: 'nan' };
  if (!Number.isFinite(value)) return { kind: 'infinite', negative: value < 0 };
  if (Number.isInteger(value)) return { ...fromBigInt(BigInt(value)), ...(Object.is(value, -0) ? { negative: true } : {}) } as Decimal;
  let mantissa = Math.abs(value);
  let halvings = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    halvings += 1;
  }
  return { kind: 'finite', negative: value < 0, digits: BigInt(mantissa) * 5n ** BigInt(halvings), exponent: -halvings };
}

/** Reads the text form of a Decimal128, such as `-1.5E+3`, `NaN` or `Infinity`. */
export function parse(text: string): Decimal {
  const match = /^([+-]?)(?:(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?)$/.exec(text);
  if (match === null || (match[2] === '' && match[3] === '')) {
    return /inf/i.test(text) ? { kind: 'infinite', negative: text.startsWith('-') } : { kind: 'nan' };
  }
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  return { kind: 'finite', negative: sign === '-', digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.kind === 'nan' || b.kind === 'nan') return Number(b.kind === 'nan') - Number(a.kind === 'nan');
  const sign = signOf(a);
  if (sign !== signOf(b)) return sign - signOf(b);
  if (sign === 0) return 0;
  return sign * compareMagnitudes(a, b);
}

function signOf(value: Exclude<Decimal, { kind: 'nan' }>): number {
  if (value.kind === 'finite' && value.digits === 0n) return 0;
  return value.negative ? -1 : 1;
}

function compareMagnitudes(a: Exclude<Decimal, { kind: 'nan' }>, b: Exclude<Decimal, { kind: 'nan' }>): number {
  if (a.kind === 'infinite' || b.kind === 'infinite') return Number(a.kind === 'infinite') - Number(b.kind === 'infinite');
  const size = String(a.digits).length + a.exponent - (String(b.digits).length + b.exponent);
  if (size !== 0) return size;
  const shift = a.exponent - b.exponent;
  const x = shift > 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const y = shift < 0 ? b.digits * 10n ** BigInt(-shift) : b.digits;
  return x < y ? -1 : x > y ? 1 : 0;
}
