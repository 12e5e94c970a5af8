import type { Double, Int32, Long } from 'bson';
import type { BsonNumber, Value } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { decimalOf } from '../../bson/decimal.js';
import { MongoError } from '../../errors.js';
import type { PathOperator } from './operator.js';
import type { Missing } from './tree.js';
import { MISSING } from './tree.js';

export const $mod: PathOperator = (operand, { path }) => {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', 'malformed mod, needs to be an array');
  if (operand.length < 2) throw new MongoError('BadValue', 'malformed mod, not enough elements');
  if (operand.length > 2) throw new MongoError('BadValue', 'malformed mod, too many elements');
  const divisor = argument('divisor', operand[0]);
  const remainder = argument('remainder', operand[1]);
  if (divisor === 0n) throw new MongoError('BadValue', 'divisor cannot be 0');
  const test = (value: Value | Missing): boolean => {
    if (value === MISSING || !isNumber(value)) return false;
    const dividend = truncated(value);
    return dividend !== undefined && dividend % divisor === remainder;
  };
  return { kind: 'path', path, operator: '$mod', operand, parsed: { divisor, remainder }, arrays: 'elements', test };
};

function argument(name: string, value: Value): bigint {
  if (!isNumber(value)) throw new MongoError('BadValue', `malformed mod, ${name} not a number`);
  const whole = truncated(value);
  if (whole === undefined) throw new MongoError('BadValue', `malformed mod, ${name} value is invalid :: caused by :: Unable to coerce to integral value`);
  return whole;
}

/** Without what follows the point; undefined if that is no long. */
function truncated(value: BsonNumber): bigint | undefined {
  if (value._bsontype === 'Long') return (value as Long).toBigInt();
  if (value._bsontype === 'Decimal128') {
    const exact = decimalOf(value);
    if (exact.kind !== 'finite' || exact.exponent > 20) return undefined;
    const { digits, exponent, negative } = exact;
    const size = exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent);
    return withinLong(negative ? -size : size);
  }
  const plain = Number((value as Double | Int32).value);
  return Number.isFinite(plain) ? withinLong(BigInt(Math.trunc(plain))) : undefined;
}

function withinLong(value: bigint): bigint | undefined {
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined;
}
