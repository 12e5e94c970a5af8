import type { Doc, Value } from '../bson/document.js';
import { Doc as EmptyDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { collationKey } from '../indexes/collation-key.js';
import type { Index, Key } from '../indexes/index.js';
import { describe } from './describe.js';
import type { Namespace } from './oplog.js';

/** E11000, with what a client needs to know which value was taken. */
export function duplicateKey(namespace: Namespace, index: Index, key: Key, document: Doc): MongoError {
  const keyValue = valuesOf(index, key, document);
  const collation = index.spec.collation as Value;
  const details = doc({ keyPattern: index.spec.key, keyValue });
  if (collation !== undefined) {
    details.hexEncoded = encodeTexts(keyValue, collation as Doc);
    details.collation = collation;
  }
  const where = `collection: ${namespace.database}.${namespace.collection} index: ${index.name}`;
  const how = collation === undefined ? '' : ` collation: ${describe(collation)}`;
  return new MongoError('DuplicateKey', `E11000 duplicate key error ${where}${how} dup key: ${describe(keyValue)}`, { details });
}

/** Under a collation texts are shown by what they are sorted by. */
function encodeTexts(keyValue: Doc, collation: Doc): boolean[] {
  return Object.keys(keyValue).map((path) => {
    const value = keyValue[path];
    const encoded = typeof value === 'string' ? collationKey(value, collation) : null;
    if (encoded !== null) keyValue[path] = encoded;
    return encoded !== null;
  });
}

/** A document with an array has several keys: the values are those of the one that was taken. */
function valuesOf(index: Index, key: Key, document: Doc): Doc {
  const values = index.valuesOf(key, document);
  const out = new EmptyDoc();
  index.fields.forEach(({ path }, i) => { out[path] = i < values.length ? values[i] : null; });
  return out;
}
