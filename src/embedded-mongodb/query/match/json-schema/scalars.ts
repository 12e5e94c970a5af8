import { BSONRegExp } from 'bson';
import { compareNumbers, isNaNumber, isZero, mod, plain } from '../../../bson/arithmetic.js';
import type { BsonNumber, Value } from '../../../bson/document.js';
import { toDecimal } from '../../../bson/numbers.js';
import { isNumber } from '../../../bson/types.js';
import { patternOf, patternTest } from '../regex.js';
import { countIn } from './count.js';
import type { Keyword, Rule } from './schema.js';
import { malformed, mistyped, rule } from './schema.js';

// Keywords for numbers and strings. What is neither is none of their business.

export const maximum: Keyword = (value, schema) => bound('maximum', 'exclusiveMaximum', value, schema, -1);
export const minimum: Keyword = (value, schema) => bound('minimum', 'exclusiveMinimum', value, schema, 1);

function bound(keyword: string, exclusively: string, value: Value, schema: Record<string, Value>, side: 1 | -1): Rule {
  if (!isNumber(value)) throw mistyped(`keyword '${keyword}' must be a number`);
  const isExclusive = schema[exclusively] === true;
  const allows = (candidate: Value): boolean => {
    if (!isNumber(candidate)) return true;
    // NaN is neither more nor less than anything; it only equals itself.
    if (isNaNumber(candidate) || isNaNumber(value)) return !isExclusive && isNaNumber(candidate) && isNaNumber(value);
    const order = side * compareNumbers(candidate, value);
    return order > 0 || (order === 0 && !isExclusive);
  };
  return rule(keyword, allows, (candidate) => ({
    specifiedAs: { [keyword]: value, ...(exclusively in schema && { [exclusively]: schema[exclusively] }) }, reason: 'comparison failed', consideredValue: candidate,
  }), true);
}

export const exclusiveMaximum: Keyword = (value, schema) => exclusive('exclusiveMaximum', 'maximum', value, schema);
export const exclusiveMinimum: Keyword = (value, schema) => exclusive('exclusiveMinimum', 'minimum', value, schema);

/** Read by the bound it belongs to. */
function exclusive(keyword: string, boundary: string, value: Value, schema: Record<string, Value>): undefined {
  if (typeof value !== 'boolean') throw mistyped(`keyword '${keyword}' must be a boolean`);
  if (!(boundary in schema)) throw malformed(`$jsonSchema keyword '${boundary}' must be a present if ${keyword} is present`);
}

export const multipleOf: Keyword = (value) => {
  if (!isNumber(value)) throw mistyped("keyword 'multipleOf' must be a number");
  if (!(plain(value) > 0)) throw malformed("$jsonSchema keyword 'multipleOf' must have a positive value");
  const isMultiple = (candidate: BsonNumber): boolean => Number.isFinite(plain(candidate)) && isZero(mod(toDecimal(candidate), toDecimal(value)));
  return rule('multipleOf', (candidate) => !isNumber(candidate) || isMultiple(candidate), (candidate) => ({
    specifiedAs: { multipleOf: value }, reason: 'considered value is not a multiple of the specified value', consideredValue: candidate,
  }), true);
};

export const maxLength: Keyword = (value) => length('maxLength', value, (size, limit) => size <= limit);
export const minLength: Keyword = (value) => length('minLength', value, (size, limit) => size >= limit);

/** Counted in code points. */
function length(keyword: string, value: Value, fits: (size: number, limit: number) => boolean): Rule {
  const limit = countIn(keyword, value);
  return rule(keyword, (candidate) => typeof candidate !== 'string' || fits([...candidate].length, limit), (candidate) => ({
    specifiedAs: { [keyword]: value }, reason: 'specified string length was not satisfied', consideredValue: candidate,
  }), true);
}

export const pattern: Keyword = (value, _schema, { isRoot }) => {
  if (typeof value !== 'string') throw mistyped("keyword 'pattern' must be a string");
  if (isRoot) return undefined;
  const matches = patternTest(patternOf(new BSONRegExp(value)));
  return rule('pattern', (candidate) => typeof candidate !== 'string' || matches(candidate), (candidate) => ({
    specifiedAs: { pattern: value }, reason: 'regular expression did not match', consideredValue: candidate,
  }), true);
};
