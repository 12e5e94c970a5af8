import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';

/** A value as messages of the server show it. */
export function describe(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(describe).join(', ')} ]`;
  if (isDoc(value)) return describeDocument(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (isNumber(value) || value === null || typeof value === 'boolean') return String(value);
  return typeOf(value) === 'objectId' ? `ObjectId('${String(value)}')` : typeOf(value);
}

function describeDocument(value: Doc): string {
  const fields = Object.keys(value).map((name) => `${name}: ${describe(value[name])}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** `{name: value}` */
export function describeField(name: string, value: Value): string {
  return `{${name}: ${describe(value)}}`;
}

/** How messages say which document they are about. */
export function describeId(root: Doc): string {
  return Object.hasOwn(root, '_id') ? describeField('_id', root._id) : '{no id}';
}
