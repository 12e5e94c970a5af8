import { Decimal128 } from 'bson';
import { Decimal as Irrational } from 'decimal.js';
import type { Decimal } from './decimal.js';
import { parse } from './decimal.js';

// Arithmetic as IEEE 754-2008 asks of decimal128: 34 digits, ties to even, and for exact results the "preferred
// exponent", which is why 1.50 + 1.50 is 3.00 and not 3.

type Finite = Extract<Decimal, { kind: 'finite' }>;

const DIGITS = 34;
const LOWEST_EXPONENT = -6176;
const HIGHEST_EXPONENT = 6111;
const NAN: Decimal = { kind: 'nan' };

export type Rounding = 'half-even' | 'toward-zero' | 'floor' | 'ceiling';

/** Writes a number down, rounded to what a Decimal128 can hold. */
export function encodeDecimal(value: Decimal): Decimal128 {
  return Decimal128.fromString(textOfDecimal(round(value)));
}

function textOfDecimal(value: Decimal): string {
  if (value.kind === 'nan') return 'NaN';
  const sign = value.negative ? '-' : '';
  return value.kind === 'infinite' ? `${sign}Infinity` : `${sign}${value.digits}E${value.exponent}`;
}

export function finite(digits: bigint, exponent: number, negative = digits < 0n): Finite {
  return { kind: 'finite', negative, digits: digits < 0n ? -digits : digits, exponent };
}

const infinity = (negative: boolean): Decimal => ({ kind: 'infinite', negative });

export function isZero(value: Decimal): boolean {
  return value.kind === 'finite' && value.digits === 0n;
}

/** To 34 digits and into the range of exponents; what is too large becomes infinite. */
export function round(value: Decimal): Decimal {
  if (value.kind !== 'finite') return value;
  const excess = Math.max(String(value.digits).length - DIGITS, LOWEST_EXPONENT - value.exponent, 0);
  let { digits, exponent } = excess > 0 ? dropDigits(value, excess, 'half-even') : value;
  if (String(digits).length > DIGITS) ({ digits, exponent } = dropDigits({ ...value, digits, exponent }, 1, 'half-even'));
  if (digits === 0n) exponent = Math.min(exponent, HIGHEST_EXPONENT);
  if (exponent > HIGHEST_EXPONENT) {
    const padding = exponent - HIGHEST_EXPONENT;
    if (String(digits).length + padding > DIGITS) return infinity(value.negative);
    digits *= 10n ** BigInt(padding);
    exponent = HIGHEST_EXPONENT;
  }
  return { kind: 'finite', negative: value.negative, digits, exponent };
}

/** To so many significant digits; never fewer than there are. */
export function roundToDigits(value: Decimal, count: number): Decimal {
  if (value.kind !== 'finite') return value;
  const excess = String(value.digits).length - count;
  if (excess <= 0) return value;
  const rounded = dropDigits(value, excess, 'half-even');
  return String(rounded.digits).length > count ? dropDigits(rounded, 1, 'half-even') : rounded;
}

function dropDigits(value: Finite, count: number, rounding: Rounding): Finite {
  const exponent = value.exponent + count;
  if (count > String(value.digits).length + 1) {
    const up = value.digits > 0n && awayFromZero(rounding, value.negative);
    return { ...value, digits: up ? 1n : 0n, exponent };
  }
  const unit = 10n ** BigInt(count);
  const kept = value.digits / unit;
  const rest = value.digits % unit;
  const up = rounding === 'half-even' ? rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n) : rest > 0n && awayFromZero(rounding, value.negative);
  return { ...value, digits: up ? kept + 1n : kept, exponent };
}

function awayFromZero(rounding: Rounding, negative: boolean): boolean {
  return rounding === (negative ? 'floor' : 'ceiling');
}

/** The value with the given exponent, or NaN if that would need more than 34 digits. */
export function quantize(value: Decimal, exponent: number, rounding: Rounding): Decimal {
  if (value.kind !== 'finite') return NAN;
  const shift = value.exponent - exponent;
  if (shift > 0 && value.digits !== 0n && String(value.digits).length + shift > DIGITS) return NAN;
  const moved = shift >= 0
    ? { ...value, digits: value.digits === 0n ? 0n : value.digits * 10n ** BigInt(shift), exponent }
    : dropDigits(value, -shift, rounding);
  return String(moved.digits).length > DIGITS ? NAN : moved;
}

export function negate(value: Decimal): Decimal {
  return value.kind === 'nan' ? value : { ...value, negative: !value.negative };
}

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  if (a.kind === 'infinite') return b.kind === 'infinite' && a.negative !== b.negative ? NAN : a;
  if (b.kind === 'infinite') return b;
  return round(addFinite(a, b));
}

function addFinite(a: Finite, b: Finite): Finite {
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const distance = high.exponent - low.exponent;
  if (high.digits === 0n) return { ...low, negative: low.digits === 0n ? a.negative && b.negative : low.negative };
  if (low.digits === 0n && distance > DIGITS) return padded(high, low.exponent);
  // Beyond this distance the smaller number only decides how to round, so any tiny number of its sign will do.
  const bound = DIGITS + 4 + String(low.digits).length;
  const smaller = distance > bound ? finite(1n, high.exponent - bound, low.negative) : low;
  const sum = signed(high) * 10n ** BigInt(high.exponent - smaller.exponent) + signed(smaller);
  const negative = sum === 0n ? a.negative && b.negative : sum < 0n;
  return finite(sum, smaller.exponent, negative);
}

const signed = (value: Finite): bigint => (value.negative ? -value.digits : value.digits);

/** The same value, written with as many trailing zeros as 34 digits and the lowest wanted exponent allow. */
export function padded(value: Finite, lowestExponent: number): Finite {
  const room = Math.min(DIGITS - String(value.digits).length, value.exponent - lowestExponent);
  return room <= 0 ? value : { ...value, digits: value.digits * 10n ** BigInt(room), exponent: value.exponent - room };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite' || b.kind === 'infinite') return isZero(a) || isZero(b) ? NAN : infinity(negative);
  return round(finite(a.digits * b.digits, a.exponent + b.exponent, negative));
}

export function divide(a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite') return b.kind === 'infinite' ? NAN : infinity(negative);
  if (b.kind === 'infinite') return finite(0n, LOWEST_EXPONENT, negative);
  if (b.digits === 0n) return a.digits === 0n ? NAN : infinity(negative);
  const preferred = a.exponent - b.exponent;
  if (a.digits === 0n) return round(finite(0n, Math.max(preferred, LOWEST_EXPONENT), negative));
  const shift = Math.max(0, DIGITS + 2 + String(b.digits).length - String(a.digits).length);
  const scaled = a.digits * 10n ** BigInt(shift);
  const quotient = scaled / b.digits;
  if (scaled % b.digits === 0n) return round(shortened(finite(quotient, preferred - shift, negative), preferred));
  // A last digit that is neither 0 nor 5 stands for the endless rest, so that rounding goes the right way.
  return round(finite(quotient * 10n + 1n, preferred - shift - 1, negative));
}

/** Without trailing zeros, as far as the preferred exponent. */
function shortened(value: Finite, preferred: number): Finite {
  let { digits, exponent } = value;
  while (exponent < preferred && digits % 10n === 0n && digits !== 0n) {
    digits /= 10n;
    exponent += 1;
  }
  return { ...value, digits, exponent };
}

/** The remainder of truncated division; it has the sign of `a`. */
export function remainder(a: Decimal, b: Decimal): Decimal {
  if (a.kind !== 'finite' || b.kind === 'nan' || isZero(b)) return NAN;
  if (b.kind === 'infinite') return a;
  const exponent = Math.min(a.exponent, b.exponent);
  const x = a.digits * 10n ** BigInt(a.exponent - exponent);
  const y = b.digits * 10n ** BigInt(b.exponent - exponent);
  return round(finite(x % y, exponent, a.negative));
}

export function squareRoot(value: Decimal): Decimal {
  if (value.kind === 'nan' || (value.negative && !isZero(value))) return NAN;
  if (value.kind === 'infinite') return value;
  const preferred = Math.floor(value.exponent / 2);
  if (value.digits === 0n) return { ...value, exponent: preferred };
  let shift = Math.max(0, 2 * (DIGITS + 2) - String(value.digits).length);
  if ((value.exponent - shift) % 2 !== 0) shift += 1;
  const scaled = value.digits * 10n ** BigInt(shift);
  const root = integerRoot(scaled);
  const exponent = (value.exponent - shift) / 2;
  return root * root === scaled ? round(shortened(finite(root, exponent), preferred)) : round(finite(root * 10n + 1n, exponent - 1));
}

function integerRoot(value: bigint): bigint {
  let guess = 10n ** BigInt(Math.ceil(String(value).length / 2));
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

const Precise = Irrational.clone({ precision: 60, toExpNeg: -1, toExpPos: 1, maxE: 9e15, minE: -9e15 });

/** Runs a function that has no finite result in general with enough digits to round it rightly to 34. */
function throughSeries(work: (value: Irrational) => Irrational, value: Decimal): Decimal {
  const result = work(new Precise(textOfDecimal(value)));
  const found = parse(result.toString());
  return round(found.kind === 'finite' ? padded(shortened(found, 0), 0) : found);
}

export function exponential(value: Decimal): Decimal {
  if (value.kind === 'infinite') return value.negative ? finite(0n, LOWEST_EXPONENT) : value;
  if (value.kind === 'finite' && magnitude(value) > 6) return value.negative ? finite(0n, LOWEST_EXPONENT) : infinity(false);
  if (value.kind === 'finite' && magnitude(value) < -DIGITS - 2) return finite(1n, 0);
  return throughSeries((x) => x.exp(), value);
}

/** The number of digits before the point. */
function magnitude(value: Finite): number {
  return value.digits === 0n ? -Infinity : String(value.digits).length + value.exponent;
}

export function naturalLogarithm(value: Decimal): Decimal {
  return throughSeries((x) => x.ln(), value);
}

export function logarithm10(value: Decimal): Decimal {
  return throughSeries((x) => x.log(10), value);
}

/** A power always comes with all its 34 digits, as the server adds 0E-6176 to it. */
export function power(base: Decimal, exponent: Decimal): Decimal {
  return add(rawPower(base, exponent), finite(0n, LOWEST_EXPONENT));
}

function rawPower(base: Decimal, exponent: Decimal): Decimal {
  if (isZero(exponent)) return finite(1n, 0);
  if (base.kind === 'nan' || exponent.kind === 'nan') return NAN;
  if (isZero(base)) return exponent.negative ? infinity(false) : finite(0n, 0);
  if (exponent.kind === 'infinite') return powerOfInfinity(base, exponent.negative);
  const size = base.kind === 'finite' ? Number(`${base.digits}E${base.exponent}`) : Infinity;
  const guess = Math.abs(magnitudeOfPower(base, size, exponent));
  if (guess > 6300 && base.kind === 'finite') return boundlessPower(base, exponent);
  return throughSeries((x) => x.pow(new Precise(textOfDecimal(exponent))), base);
}

function magnitudeOfPower(base: Decimal, size: number, exponent: Finite): number {
  const log = base.kind === 'finite' && Number.isFinite(size) && size > 0 ? Math.log10(size) : base.kind === 'finite' ? magnitude(base) : 0;
  return log * Number(`${exponent.digits}E${exponent.exponent}`);
}

/** The result is certainly infinite or zero. */
function boundlessPower(base: Finite, exponent: Finite): Decimal {
  const grows = (magnitude(base) > 0) !== exponent.negative;
  const whole = quantize(exponent, 0, 'toward-zero');
  if (base.negative && (exponent.exponent < 0 && !isZero(remainder(exponent, finite(1n, 0))))) return NAN;
  const odd = whole.kind === 'finite' && whole.digits % 2n === 1n;
  return grows ? infinity(base.negative && odd) : finite(0n, LOWEST_EXPONENT);
}

function powerOfInfinity(base: Decimal, negativeExponent: boolean): Decimal {
  const isOne = base.kind === 'finite' && base.digits === 10n ** BigInt(Math.max(0, -base.exponent)) && base.exponent <= 0;
  if (isOne) return finite(1n, 0);
  const grows = base.kind === 'infinite' || magnitude(base as Finite) > 0;
  return grows === negativeExponent ? finite(0n, LOWEST_EXPONENT) : infinity(false);
}

type Transcendental = 'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'sinh' | 'cosh' | 'tanh' | 'asinh' | 'acosh' | 'atanh';

/** Trigonometry and the like, by the name of decimal.js. */
export function transcendental(name: Transcendental, value: Decimal): Decimal {
  if (value.kind === 'finite' && value.digits === 0n) {
    const known = atZero(name, value);
    if (known !== undefined) return known;
  }
  const result = throughSeries((x) => x[name](), value);
  return name === 'acosh' ? result : withLowestZero(result);
}

/** The server's library gives zeros of different exponents; some come from tiny numbers that it multiplied by. */
function atZero(name: Transcendental, zero: Finite): Decimal | undefined {
  switch (name) {
    case 'sin':
    case 'atan':
    case 'tanh': return zero;
    case 'tan':
    case 'asin':
    case 'sinh': return { ...zero, exponent: zero.exponent - 40 };
    case 'asinh':
    case 'atanh': return { ...zero, exponent: LOWEST_EXPONENT };
    case 'cos':
    case 'cosh': return padded(finite(1n, 0), LOWEST_EXPONENT);
    default: return undefined;
  }
}

function withLowestZero(value: Decimal): Decimal {
  return isZero(value) ? { ...(value as Finite), exponent: LOWEST_EXPONENT } : value;
}

export function arcTangent2(y: Decimal, x: Decimal): Decimal {
  const angle = withLowestZero(throughSeries((value) => Precise.atan2(value, new Precise(textOfDecimal(x))), y));
  return isZero(angle) && y.kind === 'finite' ? { ...(angle as Finite), negative: y.negative } : angle;
}
