import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson';
import { Decimal128, Double, Int32, Long } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as Document } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { compileExpression, MISSING, Variables } from '../expression.js';
import type { Result } from '../expression.js';

// For tables of expressions and what the real engine answers: types are written out, so that an int is never taken
// for a double.

export const double = (value: number): Double => new Double(value);
export const long = (value: number | string): Long => Long.fromString(String(value));
export const decimal = (text: string): Decimal128 => Decimal128.fromString(text);

/** A value as the driver would send it: whole JavaScript numbers are ints, others doubles. */
export function value(plain: unknown): Value {
  if (typeof plain === 'number') return isInt(plain) ? new Int32(plain) : new Double(plain);
  if (Array.isArray(plain)) return plain.map(value);
  if (typeof plain !== 'object' || plain === null || Object.getPrototypeOf(plain) !== Object.prototype) return plain as Value;
  const made = new Document();
  for (const [name, field] of Object.entries(plain)) made[name] = value(field);
  return made;
}

function isInt(plain: number): boolean {
  return Number.isInteger(plain) && plain >= -0x80000000 && plain <= 0x7fffffff && !Object.is(plain, -0);
}

/** 3 for an int, 3.0 for a double, 3L for a long, 3m for a decimal. */
export function text(result: Result): string {
  if (result === MISSING) return 'missing';
  switch (typeOf(result)) {
    case 'int': return String((result as Int32).value);
    case 'long': return `${(result as Long).toString()}L`;
    case 'decimal': return `${(result as Decimal128).toString()}m`;
    case 'double': return textOfDouble((result as Double).value);
    case 'date': return (result as Date).toISOString();
    case 'objectId': return `ObjectId(${(result as ObjectId).toHexString()})`;
    case 'binData': return `BinData(${(result as Binary).sub_type}, ${(result as Binary).toString('hex')})`;
    case 'timestamp': return `Timestamp(${(result as Timestamp).t}, ${(result as Timestamp).i})`;
    case 'regex': return `/${(result as BSONRegExp).pattern}/${(result as BSONRegExp).options}`;
    case 'symbol': return `Symbol(${(result as BSONSymbol).value})`;
    case 'javascript': return `Code(${String((result as Code).code)})`;
    case 'minKey': return 'MinKey';
    case 'maxKey': return 'MaxKey';
    case 'array': return `[${(result as Value[]).map(text).join(', ')}]`;
    case 'object': return `{${Object.entries(result as Doc).map(([name, field]) => `${name}: ${text(field)}`).join(', ')}}`;
    default: return JSON.stringify(result ?? null);
  }
}

/** Doubles to 13 digits, as C libraries differ in the last ones. */
function textOfDouble(number: number): string {
  if (!Number.isFinite(number)) return String(number);
  const digits = Object.is(number, -0) ? '-0' : String(Number(number.toPrecision(13)));
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** The result as text, or the code of the error. */
export function evaluate(expression: unknown, document: unknown): string {
  try {
    return text(compileExpression(value(expression))(value(document) as Doc, Variables.none));
  } catch (error) {
    if (error instanceof MongoError) return `error ${error.code}`;
    throw error;
  }
}

/** Whether an expression is refused before there is any document. */
export function refusal(expression: unknown): string {
  try {
    compileExpression(value(expression));
    return 'accepted';
  } catch (error) {
    if (error instanceof MongoError) return `error ${error.code}`;
    throw error;
  }
}
