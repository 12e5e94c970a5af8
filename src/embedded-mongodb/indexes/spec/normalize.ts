import { Int32 } from 'bson';
import { completeCollation } from '../../bson/collation.js';
import { identical } from '../../bson/identical.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { checkFieldCount, checkKeyPattern, isWildcard } from './key-pattern.js';
import { checkExpiry, expiryOf, ID_SPEC_FIELDS, plainNumber, SPEC_FIELDS, truth } from './options.js';
import { checkPartialFilter, parsePartialFilter } from './partial-filter.js';
import { textOptions } from './text-options.js';

/**
 * A specification as a client gives it, checked, and with the defaults that `listIndexes` shows.
 * @throws MongoError with the code that MongoDB has for what is wrong
 */
export function normalizeSpec(given: Doc, collectionCollation: Doc | undefined, ignoreUnknown = false): Doc {
  checkSpec(given, collectionCollation, ignoreUnknown);
  const spec = completeSpec(given, collectionCollation);
  checkBuildable(given);
  return spec;
}

/** First all specifications of a command are checked one by one … */
export function checkSpec(given: Doc, collectionCollation: Doc | undefined, ignoreUnknown = false): void {
  for (const [field, value] of Object.entries(given)) {
    const check = Object.hasOwn(SPEC_FIELDS, field) ? SPEC_FIELDS[field]! : null;
    if (check !== null) check(field, value);
    else if (!ignoreUnknown) throw new MongoError('InvalidIndexSpecificationOption', `The field '${field}' is not valid for an index specification.`);
    if (field === 'key') checkKeyPattern(value as Doc, 'wildcardProjection' in given);
    if (field === 'partialFilterExpression') parsePartialFilter(value as Doc);
  }
  for (const field of ['key', 'name']) {
    if (!(field in given)) throw new MongoError('FailedToParse', `The '${field}' field is a required property of an index specification`);
  }
  const key = given.key as Doc;
  const name = given.name as string;
  if (name === '*') throw new MongoError('BadValue', "The index name '*' is not valid.");
  checkTogether(given, key);
  if (isIdKey(key)) checkIdSpec(given, collectionCollation);
  else if (name === '_id_') throw new MongoError('BadValue', "The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}");
}

/** … then they are completed … */
export function completeSpec(given: Doc, collectionCollation: Doc | undefined): Doc {
  const key = given.key as Doc;
  const name = given.name as string;
  const collation = collationFor(given.collation as Doc | undefined, collectionCollation);
  if (isIdKey(key)) return doc({ v: new Int32(2), key, name: '_id_', ...(collation === undefined ? {} : { collation }) });
  if (name === '') throw new MongoError('CannotCreateIndex', 'index name cannot be empty');
  if (name.includes('\0')) throw new MongoError('CannotCreateIndex', 'index name cannot contain NUL bytes');
  checkSupport(given, key);
  return complete(given, key, collation);
}

/** … and what is wrong with these is found only if they are new to the collection. */
export function checkBuildable(given: Doc): void {
  const key = given.key as Doc;
  if ('expireAfterSeconds' in given) {
    checkExpiry(given.expireAfterSeconds);
    if (Object.keys(key).length > 1) throw new MongoError('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
  }
  checkFieldCount(key);
  const plugin = pluginOf(key);
  if (plugin === '2d') checkFlat(given, key);
  if (plugin === 'hashed') checkHashed(given, key);
}

/** `{ _id: 1 }` is there already, under one name. */
export function isIdKey(key: Doc): boolean {
  const fields = Object.keys(key);
  if (fields.length !== 1 || fields[0] !== '_id' || !isNumber(key._id)) return false;
  const direction = plainNumber(key._id);
  if (direction === 1) return true;
  if (Math.abs(direction) < 2) throw new MongoError('BadValue', 'The field \'key\' for an _id index must be {_id: 1}');
  return false;
}

function checkIdSpec(given: Doc, collectionCollation: Doc | undefined): void {
  for (const field of Object.keys(given)) {
    if (!ID_SPEC_FIELDS.has(field)) throw new MongoError('InvalidIndexSpecificationOption', `The field '${field}' is not valid for an _id index specification.`);
  }
  const collation = collationFor(given.collation as Doc | undefined, collectionCollation);
  if (!identical(collation, collectionCollation)) throw new MongoError('BadValue', 'The _id index must have the same collation as the collection.');
}

/** `simple` is no collation, and keeps the collection's from being inherited. */
function collationFor(given: Doc | undefined, inherited: Doc | undefined): Doc | undefined {
  return given === undefined ? inherited : completeCollation(given);
}

function pluginOf(key: Doc): string | undefined {
  return Object.values(key).find((value) => typeof value === 'string') as string | undefined;
}

function checkTogether(given: Doc, key: Doc): void {
  const refuse = (message: string): never => { throw new MongoError('CannotCreateIndex', message); };
  const plugin = pluginOf(key);
  const wildcard = plugin === undefined ? Object.keys(key).find(isWildcard) : undefined;
  if (given.weights !== undefined && plugin !== 'text') refuse("the field 'weights' can only be specified with text indexes");
  if (given.wildcardProjection !== undefined) checkWildcardProjection(key, given.wildcardProjection as Doc, wildcard);
  if (wildcard !== undefined) checkWildcardOverlap(key, wildcard, given.wildcardProjection !== undefined);
  if (truth(given.clustered) && !truth(given.unique)) refuse("The 'unique' field is required when 'clustered' is specified");
  if (truth(given.unique) && truth(given.prepareUnique)) refuse("cannot create an index with the 'unique' option and the 'prepareUnique' option");
}

/** Options that do not go with each other, or with the kind of index. */
function checkSupport(given: Doc, key: Doc): void {
  const refuse = (message: string): never => { throw new MongoError('CannotCreateIndex', message); };
  if (truth(given.clustered)) throw new MongoError(6243700, "Cannot create index with option 'clustered' that does not match an existing clustered index");
  if (given.partialFilterExpression !== undefined) {
    if (truth(given.sparse)) refuse('cannot mix "partialFilterExpression" and "sparse" options');
    checkPartialFilter(given.partialFilterExpression as Doc);
  }
  if (pluginOf(key) !== undefined || !Object.keys(key).some(isWildcard)) return;
  for (const option of ['unique', 'sparse', 'prepareUnique']) if (truth(given[option])) refuse(`Index type 'wildcard' does not support the '${option}' option`);
  if ('expireAfterSeconds' in given) refuse("Index type 'wildcard' does not support the 'expireAfterSeconds' option");
}

function checkWildcardProjection(key: Doc, projection: Doc, wildcard: string | undefined): void {
  if (wildcard === undefined) throw new MongoError('BadValue', "The field 'wildcardProjection' is only allowed in 'wildcard' indexes");
  if (wildcard !== '$**') throw new MongoError('FailedToParse', 'The field \'wildcardProjection\' is only allowed when \'key\' is {"$**": ±1}');
  const others = Object.entries(projection).filter(([field]) => field !== '_id');
  const includes = others.length > 0 && truth(others[0]![1]);
  for (const [field, value] of others) {
    if (isDoc(value) || truth(value) === includes) continue;
    const [code, what] = includes ? [31254, 'Cannot do exclusion on field $ in inclusion projection'] as const : [31253, 'Cannot do inclusion on field $ in exclusion projection'] as const;
    throw new MongoError(code, `Failed to parse projection: wildcardProjection :: caused by :: ${what.replace('$', field)}`);
  }
  for (const field of Object.keys(key)) {
    const clash = field === wildcard || !includes ? undefined : others.find(([path]) => overlap(path, field));
    if (clash !== undefined) throw new MongoError(7246208, `Index Key and Wildcard Projection cannot contain overlapping fields, however '${field}' index field is overlapping with '${clash[0]}' wildcardProjection path`);
  }
}

function checkWildcardOverlap(key: Doc, wildcard: string, hasProjection: boolean): void {
  if (hasProjection || wildcard === '$**') return;
  const prefix = wildcard.slice(0, -4);
  const clash = Object.keys(key).find((field) => field !== wildcard && overlap(prefix, field));
  if (clash !== undefined) throw new MongoError(7246204, `A wildcard index field should not overlap with and index key fields, however '${clash}' is overlapping with the wildcard index field.`);
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** In the order in which the server keeps the options. */
function complete(given: Doc, key: Doc, collation: Doc | undefined): Doc {
  const out = doc({ v: given.v === undefined ? new Int32(2) : new Int32(plainNumber(given.v)), key, name: given.name });
  if (given.background !== undefined) out.background = truth(given.background);
  if (truth(given.unique)) out.unique = true;
  if (given.hidden === true) out.hidden = true;
  if (given.sparse !== undefined) out.sparse = truth(given.sparse);
  if (given.partialFilterExpression !== undefined) out.partialFilterExpression = given.partialFilterExpression;
  if ('expireAfterSeconds' in given) out.expireAfterSeconds = expiryOf(given.expireAfterSeconds);
  Object.assign(out, pluginOptions(given, key, collation, out));
  if (collation !== undefined) out.collation = collation;
  if (given.wildcardProjection !== undefined) out.wildcardProjection = given.wildcardProjection;
  if (truth(given.prepareUnique)) out.prepareUnique = true;
  return out;
}

/** What the kind of index adds. Of other kinds' options only the languages are kept. */
function pluginOptions(given: Doc, key: Doc, collation: Doc | undefined, out: Doc): Record<string, Value> {
  const plugin = pluginOf(key);
  if (collation !== undefined && (plugin === 'text' || plugin === '2d')) throw new MongoError('CannotCreateIndex', `Index type '${plugin}' does not support collation`);
  switch (plugin) {
    case 'text': {
      const { key: kept, options } = textOptions(given);
      out.key = kept;
      return options;
    }
    case '2dsphere': return { '2dsphereIndexVersion': sphereVersion(given['2dsphereIndexVersion']) };
    case '2d': return flatOptions(given);
    default:
  }
  const languages: Record<string, Value> = {};
  for (const field of ['default_language', 'language_override']) if (given[field] !== undefined) languages[field] = given[field];
  return languages;
}

function sphereVersion(given: Value): Int32 {
  if (given === undefined) return new Int32(3);
  const version = plainNumber(given);
  if (![1, 2, 3, 4].includes(version)) throw new MongoError('CannotCreateIndex', `unsupported geo index version { 2dsphereIndexVersion : ${version} }, only versions: [1,2,3] are supported`);
  return new Int32(version);
}

function flatOptions(given: Doc): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const field of ['bits', 'min', 'max']) if (given[field] !== undefined) out[field] = given[field];
  return out;
}

function checkFlat(given: Doc, key: Doc): void {
  const fields = Object.keys(key);
  if (fields.filter((field) => key[field] === '2d').length > 1) throw new MongoError(16800, "can't have 2 geo fields");
  if (key[fields[0]!] !== '2d') throw new MongoError(16801, '2d has to be first in index');
  const bits = given.bits === undefined ? 26 : plainNumber(given.bits);
  const [min, max] = [given.min === undefined ? -180 : plainNumber(given.min), given.max === undefined ? 180 : plainNumber(given.max)];
  if (!(bits >= 1 && bits <= 32)) throw new MongoError('InvalidOptions', `bits for hash must be > 0 and <= 32, but ${bits} bits were specified`);
  if (!(min < max)) throw new MongoError('InvalidOptions', `region for hash must be valid and have positive area, but [${min}, ${max}] was specified`);
}

function checkHashed(given: Doc, key: Doc): void {
  const hashed = Object.values(key).filter((value) => value === 'hashed').length;
  if (hashed > 1) throw new MongoError(31303, `A maximum of one index field is allowed to be hashed but found ${hashed} for 'key'`);
  if (truth(given.unique)) throw new MongoError(16764, 'Currently hashed indexes cannot guarantee uniqueness. Use a regular index.');
}
