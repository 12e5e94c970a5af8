import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from './document.js';
import { typeOf } from './types.js';

/** Would both be written with the same bytes? Unlike `equal`, an int 1 and a double 1 are different here. */
export function identical(a: Value, b: Value): boolean {
  if (a === b) return true;
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case 'object': return identicalDocuments(a as Doc, b as Doc);
    case 'array': return identicalArrays(a as Value[], b as Value[]);
    case 'int': return (a as Int32).value === (b as Int32).value;
    case 'double': return Object.is((a as Double).value, (b as Double).value);
    case 'long': return (a as Long).equals(b as Long);
    case 'decimal': return Buffer.compare((a as Decimal128).bytes, (b as Decimal128).bytes) === 0;
    case 'date': return Object.is((a as Date).getTime(), (b as Date).getTime());
    case 'objectId': return (a as ObjectId).equals(b as ObjectId);
    case 'binData': return identicalBinary(a as Binary, b as Binary);
    case 'regex': return (a as BSONRegExp).pattern === (b as BSONRegExp).pattern && (a as BSONRegExp).options === (b as BSONRegExp).options;
    case 'timestamp': return (a as Timestamp).equals(b as Timestamp);
    case 'symbol': return (a as BSONSymbol).value === (b as BSONSymbol).value;
    case 'javascript':
    case 'javascriptWithScope': return identicalCode(a as Code, b as Code);
    // Strings and booleans would have been the same; the types that are left have one value only.
    default: return type !== 'string' && type !== 'bool';
  }
}

function identicalDocuments(a: Doc, b: Doc): boolean {
  const names = Object.keys(a);
  const others = Object.keys(b);
  return names.length === others.length && names.every((name, i) => name === others[i] && identical(a[name], b[name]));
}

function identicalArrays(a: Value[], b: Value[]): boolean {
  return a.length === b.length && a.every((value, i) => identical(value, b[i]));
}

function identicalBinary(a: Binary, b: Binary): boolean {
  return a.sub_type === b.sub_type && Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position)) === 0;
}

function identicalCode(a: Code, b: Code): boolean {
  return String(a.code) === String(b.code) && identical((a.scope as Doc | null | undefined) ?? null, (b.scope as Doc | null | undefined) ?? null);
}
