import type { Decimal128, ObjectId, Timestamp } from 'bson';
import { plain } from '../../../bson/arithmetic.js';
import { decimalOf } from '../../../bson/decimal.js';
import { quantize } from '../../../bson/decimal128.js';
import type { BsonNumber } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import type { Result } from '../../variables.js';

/** As far as JavaScript's dates go on either side of 1970. The server's go a thousand times further. */
const MOST_MILLISECONDS = 8.64e15;

/** A date so many milliseconds later (or earlier, for `sign` -1). */
export function shifted(date: Date, by: BsonNumber, sign: 1 | -1 = 1): Date {
  return dateFrom(date.getTime() + sign * wholeMilliseconds(by));
}

export function dateFrom(milliseconds: number): Date {
  if (!(Math.abs(milliseconds) <= MOST_MILLISECONDS)) throw new MongoError('Overflow', 'date overflow');
  return new Date(milliseconds);
}

/** Halves are rounded away from zero in doubles, to even in decimals. */
function wholeMilliseconds(value: BsonNumber): number {
  if (value._bsontype === 'Double') return Math.sign(plain(value)) * Math.floor(Math.abs(plain(value)) + 0.5);
  if (value._bsontype !== 'Decimal128') return plain(value);
  const rounded = quantize(decimalOf(value as Decimal128), 0, 'half-even');
  return rounded.kind === 'finite' ? Number(rounded.digits) * (rounded.negative ? -1 : 1) : NaN;
}

/** Date operators take an ObjectId or a Timestamp for the time that it contains. */
export function dateOf(value: Result): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  switch (typeOf(value)) {
    case 'objectId': return (value as ObjectId).getTimestamp();
    case 'timestamp': return new Date((value as Timestamp).t * 1000);
    default: return undefined;
  }
}

/** The same, of a value that has to be one of the three. */
export function needDate(value: Result): Date {
  const date = dateOf(value);
  if (date === undefined) throw new MongoError(16006, `can't convert from BSON type ${typeof value === 'symbol' ? 'missing' : typeOf(value)} to Date`);
  return date;
}
