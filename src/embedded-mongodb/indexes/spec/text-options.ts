import { Int32 } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc, isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { isTextLanguage } from '../text/languages.js';

/**
 * A text index as it is kept: the fields that are searched become weights, and in the key pattern `_fts` and `_ftsx`
 * stand for them.
 */
export function textOptions(spec: Doc): { key: Doc; options: Record<string, Value> } {
  const given = spec.key as Doc;
  const weights = weightsOf(spec, given);
  const language = (spec.default_language ?? 'english') as string;
  if (!isTextLanguage(language)) refuse('default_language is not valid');
  const override = (spec.language_override ?? 'language') as string;
  if (override === '' || override.startsWith('$') || override.includes('.')) refuse('language_override is not valid');
  const version = spec.textIndexVersion === undefined ? 3 : Number(String(spec.textIndexVersion));
  if (![1, 2, 3, 4].includes(version)) refuse(`bad textIndexVersion: ${version}`);
  return {
    key: keptKey(given),
    options: { weights, default_language: language, language_override: override, textIndexVersion: new Int32(version) },
  };
}

function refuse(message: string): never {
  throw new MongoError('CannotCreateIndex', message);
}

function weightsOf(spec: Doc, key: Doc): Doc {
  const weights = new Map<string, number>();
  for (const field of Object.keys(key)) if (key[field] === 'text' && field !== '_fts') weights.set(field, 1);
  const given = spec.weights;
  if (isDoc(given)) {
    for (const [field, value] of Object.entries(given)) weights.set(field, weightOf(value));
  } else if (given === '$**') {
    weights.set('$**', 1);
  } else if (given !== undefined) {
    refuse("text index option 'weights' must be an object");
  }
  if (weights.size === 0) refuse("text index option 'weights' must specify fields or the wildcard");
  const out = new EmptyDoc();
  for (const field of [...weights.keys()].sort()) {
    if (field !== '$**' && field.split('.').some((part) => part === '' || part.startsWith('$'))) refuse("weight cannot have empty path component or begin with '$'");
    out[field] = new Int32(weights.get(field)!);
  }
  return out;
}

function weightOf(value: Value): number {
  if (!isNumber(value)) refuse('weight for text index needs numeric type');
  const weight = Math.trunc(Number(String(value)));
  if (!(weight > 0 && weight < 100_000)) refuse(`text index weight must be in the exclusive interval (0,100000) but found: ${weight}`);
  return weight;
}

function keptKey(given: Doc): Doc {
  const fields = Object.keys(given);
  const places = fields.flatMap((field, i) => (given[field] === 'text' ? [i] : []));
  const first = places[0]!;
  if (places.some((place, i) => place !== first + i)) refuse("'text' fields in index must all be adjacent");
  const out = new EmptyDoc();
  for (const [i, field] of fields.entries()) {
    if (i === first) {
      out._fts = 'text';
      out._ftsx = new Int32(1);
    } else if (given[field] !== 'text' && field !== '_ftsx') {
      if (!isNumber(given[field])) refuse('Extra fields in a text index must be ascending or descending');
      out[field] = given[field];
    }
  }
  return out;
}
