import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';

/** Kinds of index that a key pattern names; everything else is ascending or descending. */
const PLUGINS = new Set(['text', '2d', '2dsphere', 'hashed']);

const MOST_FIELDS = 32;

/** @throws CannotCreateIndex when no index can have this key pattern */
export function checkKeyPattern(key: Doc, hasWildcardProjection: boolean): void {
  const fields = Object.keys(key);
  const refuse = (message: string): never => { throw new MongoError('CannotCreateIndex', message); };
  if (fields.length === 0) refuse('Index keys cannot be empty.');
  const plugins = new Set<string>();
  for (const field of fields) {
    const value = key[field];
    checkDirection(value);
    if (typeof value === 'string') plugins.add(value);
  }
  if (plugins.size > 1) refuse("Can't use more than one index plugin for a single index.");
  const [plugin] = plugins;
  if (plugin === 'geoHaystack') refuse('GeoHaystack indexes cannot be created in version 5.0 and above');
  if (plugin !== undefined && !PLUGINS.has(plugin)) refuse(`Unknown index plugin '${plugin}'`);
  const wildcards = fields.filter(isWildcard);
  if (plugin === undefined && wildcards.length > 1) throw new MongoError(7246201, 'Index Key can contain only one wildcard index field');
  for (const field of fields) checkField(field, plugin);
  if (plugin === undefined && wildcards.length === 1 && fields.length > 1 && wildcards[0] === '$**' && !hasWildcardProjection) {
    refuse("Compound wildcard indexes on all fields must also specify 'wildcardProjection' option");
  }
}

export function checkFieldCount(key: Doc): void {
  if (Object.keys(key).length > MOST_FIELDS) throw new MongoError(13103, 'too many compound keys');
}

export function isWildcard(field: string): boolean {
  return field === '$**' || field.endsWith('.$**');
}

function checkDirection(value: Value): void {
  const refuse = (message: string): never => { throw new MongoError('CannotCreateIndex', message); };
  if (isNumber(value)) {
    const direction = Number(String(value));
    if (Number.isNaN(direction)) refuse('Values in the index key pattern cannot be NaN.');
    if (direction === 0) refuse('Values in the index key pattern cannot be 0.');
  } else if (typeof value !== 'string') {
    refuse(`Values in v:2 index key pattern cannot be of type ${isDoc(value) ? 'object' : typeOf(value)}. Only numbers > 0, numbers < 0, and strings are allowed.`);
  } else if (value === '') {
    refuse('Values in the index key pattern cannot be empty strings');
  }
}

function checkField(field: string, plugin: string | undefined): void {
  const refuse = (message: string): never => { throw new MongoError('CannotCreateIndex', message); };
  if (field === '') refuse('Index keys cannot be an empty field.');
  if (field === '_fts' && plugin !== 'text') refuse("Index key contains an illegal field name: '_fts'");
  const parts = field.split('.');
  if (parts.includes('')) refuse('Index keys cannot contain an empty field.');
  if (isWildcard(field) && (plugin === undefined || (plugin === 'text' && field === '$**'))) parts.pop();
  for (const [i, part] of parts.entries()) {
    // Parts of a DBRef may be indexed.
    if (part.startsWith('$') && !(i > 0 && ['$id', '$db', '$ref'].includes(part))) {
      refuse("Index key contains an illegal field name: field name starts with '$'.");
    }
  }
}

