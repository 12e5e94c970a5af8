import type { Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { typeOf } from '../bson/types.js';

/** A value as the server writes it in messages: `{ a: 1, b: "x", c: ObjectId('…') }`. */
export function describe(value: Value): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(describe).join(', ')} ]`;
  if (isDoc(value)) {
    const fields = Object.keys(value);
    return fields.length === 0 ? '{}' : `{ ${fields.map((field) => `${field}: ${describe(value[field])}`).join(', ')} }`;
  }
  switch (typeOf(value)) {
    case 'string': return JSON.stringify(value);
    case 'objectId': return `ObjectId('${String(value)}')`;
    case 'date': return `new Date(${(value as Date).getTime()})`;
    case 'null': return 'null';
    case 'decimal': return `Decimal128('${String(value)}')`;
    default: return String(value);
  }
}
