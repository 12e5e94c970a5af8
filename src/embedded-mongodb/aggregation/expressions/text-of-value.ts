import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson';
import type { BsonNumber, Doc, Value } from '../../bson/document.js';
import { textOfNumber } from '../../bson/numbers.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { textOfBinary } from './binary.js';

/** As $toString writes a value: documents and arrays as JSON, in which what JSON has no form for is a text. */
export function textOfValue(value: Value): string {
  switch (typeOf(value)) {
    case 'null':
    case 'undefined': return 'null';
    case 'string': return value as string;
    case 'bool': return String(value);
    case 'int':
    case 'long':
    case 'double':
    case 'decimal': return textOfNumber(value as BsonNumber);
    case 'date': return textOfDate(value as Date);
    case 'objectId': return (value as ObjectId).toHexString();
    case 'timestamp': return `Timestamp(${(value as Timestamp).t}, ${(value as Timestamp).i})`;
    case 'binData': return textOfBinary(value as Binary, 'auto');
    case 'regex': return `/${(value as BSONRegExp).pattern}/${(value as BSONRegExp).options}`;
    case 'symbol': return (value as BSONSymbol).value;
    case 'javascript': return String((value as Code).code);
    case 'javascriptWithScope': return `CodeWScope(${quoted(String((value as Code).code))}, ${shellText((value as Code).scope as Doc)})`;
    case 'array': return `[${(value as Value[]).map(json).join(',')}]`;
    case 'object': return `{${Object.entries(value as Doc).map(([name, field]) => `${quoted(name)}:${json(field)}`).join(',')}}`;
    case 'minKey': return 'MinKey';
    case 'maxKey': return 'MaxKey';
    default: throw new MongoError('ConversionFailure', `Unsupported conversion from ${typeOf(value)} to string in $convert with no onError value`);
  }
}

function json(value: Value): string {
  if (value === null || value === undefined || typeof value === 'boolean' || Array.isArray(value) || typeOf(value) === 'object') return textOfValue(value);
  const text = textOfValue(value);
  return isNumber(value) && !/^-?[IN]/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/\x7f/g, '\\u007f');
}

/** As the shell writes documents: `{ a: 1 }`. */
function shellText(value: Doc): string {
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${json(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function textOfDate(date: Date): string {
  const year = date.getUTCFullYear();
  if (year < 0 || year > 9999) {
    throw new MongoError(18537, `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`);
  }
  return date.toISOString();
}
