import { Double } from 'bson';
import { isDecimal, plain } from '../../bson/arithmetic.js';
import { compareDecimals, decimalOf } from '../../bson/decimal.js';
import { arcTangent2, encodeDecimal, finite, multiply, transcendental } from '../../bson/decimal128.js';
import type { BsonNumber } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { toDecimal } from '../../bson/numbers.js';
import { isNullish, isNumeric, typeName, values } from './arguments.js';
import { ofNumber } from './arithmetic.js';
import type { Operator } from './parser.js';

interface Domain {
  from: number;
  to: number;
  /** Whether the ends themselves are refused. */
  open?: true;
}

const FINITE: Domain = { from: -Infinity, to: Infinity, open: true };

function isInside(value: BsonNumber, { from, to, open }: Domain): boolean {
  const exact = decimalOf(value);
  if (exact.kind === 'nan') return true;
  const below = compareDecimals(exact, decimalOf(new Double(from)));
  const above = compareDecimals(exact, decimalOf(new Double(to)));
  return open ? below > 0 && above < 0 : below >= 0 && above <= 0;
}

type FunctionName = Parameters<typeof transcendental>[0];

/** Doubles, except that decimals stay decimals. */
function trigonometric(name: FunctionName, domain?: Domain): Operator {
  const operator = `$${name}`;
  return ofNumber(operator, (value) => {
    if (domain !== undefined && !isInside(value, domain)) {
      const [left, right] = domain.open ? '()' : '[]';
      throw new MongoError(50989, `cannot apply ${operator} to ${value.toString()}, value must be in ${left}${domain.from},${domain.to}${right}`);
    }
    return isDecimal(value) ? encodeDecimal(transcendental(name, decimalOf(value))) : new Double(Math[name](plain(value)));
  });
}

export const $sin = trigonometric('sin', FINITE);
export const $cos = trigonometric('cos', FINITE);
export const $tan = trigonometric('tan', FINITE);
export const $asin = trigonometric('asin', { from: -1, to: 1 });
export const $acos = trigonometric('acos', { from: -1, to: 1 });
export const $atan = trigonometric('atan');
export const $sinh = trigonometric('sinh');
export const $cosh = trigonometric('cosh');
export const $tanh = trigonometric('tanh');
export const $asinh = trigonometric('asinh');
export const $acosh = trigonometric('acosh', { from: 1, to: Infinity });
export const $atanh = trigonometric('atanh', { from: -1, to: 1 });

export const $atan2 = values(2, (y, x) => {
  if (isNullish(y!) || isNullish(x!)) return null;
  if (!isNumeric(y!)) throw new MongoError(51044, `$atan2 only supports numeric types, not ${typeName(y!)}`);
  if (!isNumeric(x!)) throw new MongoError(51045, `$atan2 only supports numeric types, not ${typeName(x!)}`);
  if (!isDecimal(y) && !isDecimal(x)) return new Double(Math.atan2(plain(y), plain(x)));
  return encodeDecimal(arcTangent2(decimalOf(toDecimal(y)), decimalOf(toDecimal(x))));
});

/** π/180 and 180/π with the 34 digits of a decimal, which is what the server multiplies by. */
const PI_OVER_180 = finite(1745329251994329576923690768488613n, -35);
const DEGREES_PER_RADIAN = finite(5729577951308232087679815481410517n, -32);

export const $degreesToRadians = ofNumber('$degreesToRadians', (value) => (isDecimal(value)
  ? encodeDecimal(multiply(decimalOf(value), PI_OVER_180))
  : new Double(plain(value) * (Math.PI / 180))));

export const $radiansToDegrees = ofNumber('$radiansToDegrees', (value) => (isDecimal(value)
  ? encodeDecimal(multiply(decimalOf(value), DEGREES_PER_RADIAN))
  : new Double(plain(value) * (180 / Math.PI))));
