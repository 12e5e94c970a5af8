import { Int32, Long } from 'bson';
import type { Value } from '../../../bson/document.js';
import { doc, isDoc } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import { countIn } from './count.js';
import { equalInAnyOrder } from './equality.js';
import type { Keyword, Rule, Schema } from './schema.js';
import { booleanIn, complaints, mistyped, rule } from './schema.js';

// Keywords for arrays. What is none is none of their business.

export const minItems: Keyword = (value) => size('minItems', value, (length, limit) => length >= limit);
export const maxItems: Keyword = (value) => size('maxItems', value, (length, limit) => length <= limit);

/** A rule that looks at arrays only. */
function ofArrays(keyword: string, allows: (array: Value[]) => boolean, complaint: (array: Value[]) => Record<string, Value>): Rule {
  return rule(keyword, (value) => !Array.isArray(value) || allows(value), (value) => complaint(value as Value[]), true);
}

function size(keyword: string, value: Value, fits: (length: number, limit: number) => boolean): Rule {
  const limit = countIn(keyword, value);
  return ofArrays(keyword, (array) => fits(array.length, limit), (array) => ({
    specifiedAs: { [keyword]: value }, reason: 'array did not match specified length', consideredValue: array, numberOfItems: new Int32(array.length),
  }));
}

export const uniqueItems: Keyword = (value) => {
  if (!booleanIn('uniqueItems', value)) return undefined;
  return ofArrays('uniqueItems', (array) => duplicateIn(array) === -1, (array) => ({
    specifiedAs: { uniqueItems: true }, reason: 'found a duplicate item', consideredValue: array, duplicatedValue: array[duplicateIn(array)],
  }));
};

function duplicateIn(array: Value[]): number {
  return array.findIndex((item, i) => array.some((other, j) => j < i && equalInAnyOrder(item, other)));
}

/** One schema for all elements, or a list of schemas for the first ones. */
export const items: Keyword = (value, _schema, reading) => {
  if (Array.isArray(value)) {
    return firstItems(value.map((schema) => {
      if (!isDoc(schema)) throw mistyped(`keyword 'items' requires that each element of the array is an object, but found a ${typeOf(schema)}`);
      return reading.read(schema);
    }));
  }
  if (!isDoc(value)) throw mistyped(`keyword 'items' must be an array or an object, not ${typeOf(value)}`);
  return itemsFrom(0, 'items', 'At least one item did not match the sub-schema', reading.read(value));
};

function firstItems(schemas: Schema[]): Rule {
  const failing = (array: Value[]): number[] => schemas.flatMap((schema, i) => (i < array.length && !schema.allows(array[i]) ? [i] : []));
  return ofArrays('items', (array) => failing(array).length === 0, (array) => ({
    details: failing(array).map((i) => doc({ itemIndex: Long.fromNumber(i), details: complaints(schemas[i]!, array[i]) })),
  }));
}

/** Elements after those that `items` lists. */
export const additionalItems: Keyword = (value, schema, reading) => {
  if (typeof value !== 'boolean' && !isDoc(value)) throw mistyped(`keyword 'additionalItems' must be either an object or a boolean, but got a ${typeOf(value)}`);
  const inner = typeof value === 'boolean' ? undefined : reading.read(value);
  if (!Array.isArray(schema.items) || value === true) return undefined;
  const start = schema.items.length;
  if (inner !== undefined) return itemsFrom(start, 'additionalItems', 'At least one additional item did not match the sub-schema', inner);
  return ofArrays('additionalItems', (array) => array.length <= start, (array) => ({
    specifiedAs: { additionalItems: false }, reason: 'found additional items', additionalItems: array.slice(start),
  }));
};

function itemsFrom(start: number, keyword: string, reason: string, schema: Schema): Rule {
  const failing = (array: Value[]): number => array.findIndex((item, i) => i >= start && !schema.allows(item));
  return ofArrays(keyword, (array) => failing(array) === -1, (array) => {
    const at = failing(array);
    return { ...schema.annotations, reason, itemIndex: new Int32(at), details: complaints(schema, array[at]) };
  });
}
