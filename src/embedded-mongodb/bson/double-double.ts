// JavaScript's exp, log and pow are a last bit off now and then where the server's C library is not: the logarithm of 3
// is 1.0986122886681098, and here it would be …096. So they are computed with twice the digits and rounded once.

/** A number as the sum of two doubles, the second one far smaller than the first. */
type Pair = readonly [high: number, low: number];

function sum(a: number, b: number): Pair {
  const total = a + b;
  const part = total - a;
  return [total, a - (total - part) + (b - part)];
}

function halves(a: number): Pair {
  const shifted = 134_217_729 * a;
  const high = shifted - (shifted - a);
  return [high, a - high];
}

function product(a: number, b: number): Pair {
  const near = a * b;
  const [aHigh, aLow] = halves(a);
  const [bHigh, bLow] = halves(b);
  return [near, aHigh * bHigh - near + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

function add([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const [high, low] = sum(a, b);
  return sum(high, low + aLow + bLow);
}

function multiply([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const [high, low] = product(a, b);
  return sum(high, low + a * bLow + aLow * b);
}

const LN2: Pair = [0.6931471805599453, 2.3190468138462996e-17];

/** 1/2!, 1/3! … */
const TERMS: readonly Pair[] = [
  [0.5, 0], [0.16666666666666666, 9.25185853854297e-18], [0.041666666666666664, 2.3129646346357427e-18], [0.008333333333333333, 1.1564823173178714e-19],
  [0.001388888888888889, -5.300543954373577e-20], [0.0001984126984126984, 1.7209558293420705e-22], [0.0000248015873015873, 2.1511947866775882e-23],
  [0.0000027557319223985893, -1.858393274046472e-22],
];

const HALVINGS = 8;

/** e^x as a pair and a power of two. */
function exponential(x: Pair): { pair: Pair; twos: number } {
  const twos = Math.round(x[0] / LN2[0]);
  const rest = add(x, multiply(LN2, [-twos, 0]));
  const small: Pair = [rest[0] / 2 ** HALVINGS, rest[1] / 2 ** HALVINGS];
  // e^small - 1, which squaring turns into e^rest - 1 without losing digits to the 1
  let power = small;
  let series = small;
  for (const term of TERMS) {
    power = multiply(power, small);
    series = add(series, multiply(power, term));
  }
  for (let i = 0; i < HALVINGS; i += 1) series = add(multiply([2, 0], series), multiply(series, series));
  return { pair: add([1, 0], series), twos };
}

function logarithm(x: number): Pair {
  const twos = Math.round(Math.log2(x));
  const scaled = scale(x, -twos);
  const near = Math.log(scaled);
  // one step of Newton's: near + scaled / e^near - 1
  const { pair, twos: more } = exponential([-near, 0]);
  const quotient = multiply(pair, [scale(scaled, more), 0]);
  return add(multiply(LN2, [twos, 0]), add([near, 0], add(quotient, [-1, 0])));
}

/** In two steps, as 2^1074 is no double. */
function scale(x: number, twos: number): number {
  const half = Math.trunc(twos / 2);
  return x * 2 ** half * 2 ** (twos - half);
}

function rounded(x: Pair): number {
  const { pair: [high, low], twos } = exponential(x);
  return scale(high + low, twos);
}

/** Where the result is no ordinary number, JavaScript's own function is right. */
function isOrdinary(x: number): boolean {
  return Number.isFinite(x) && Math.abs(x) > Number.MIN_VALUE * 2 ** 60;
}

export function exp(x: number): number {
  const near = Math.exp(x);
  return isOrdinary(near) ? rounded([x, 0]) : near;
}

export function log(x: number): number {
  const near = Math.log(x);
  if (!isOrdinary(near) || !Number.isFinite(x)) return near;
  const [high, low] = logarithm(x);
  return high + low;
}

/** C's pow, which differs from JavaScript's where the base is one. */
export function pow(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent))) return 1;
  if (exponent === 2) return base * base;
  const near = base ** exponent;
  if (!isOrdinary(near) || !isOrdinary(base) || !Number.isFinite(exponent) || exponent === 0 || exponent === 1) return near;
  const size = rounded(multiply(logarithm(Math.abs(base)), [exponent, 0]));
  return near < 0 ? -size : size;
}
