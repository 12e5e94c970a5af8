import { MongoError } from '../errors.js';

/** Bytes of `database.collection` that the server allows. */
const LONGEST_NAMESPACE = 255;
const LONGEST_DATABASE = 63;

/** The rules for names of collections in commands that read and write documents. */
export function checkCollectionName(name: string): string {
  if (name.includes('\0')) throw new MongoError('InvalidNamespace', 'namespaces cannot have embedded null characters');
  if (name === '') throw new MongoError('InvalidNamespace', 'Invalid namespace specified: the name of the collection is empty');
  if (name.startsWith('.')) throw new MongoError('InvalidNamespace', `Collection names cannot start with '.': ${name}`);
  if (name.includes('$')) throw new MongoError('InvalidNamespace', `Invalid collection name specified '${name}'`);
  return name;
}

export function checkDatabaseName(name: string): string {
  if (name === '' || Buffer.byteLength(name) > LONGEST_DATABASE || /[\0/\\. "$]/.test(name)) {
    throw new MongoError('InvalidNamespace', `Invalid database name: '${name}'`);
  }
  return name;
}

/** Only what is created anew must be short; what is merely looked for is not there. */
export function checkNamespaceLength(database: string, collection: string): void {
  const size = Buffer.byteLength(`${database}.${collection}`);
  if (size > LONGEST_NAMESPACE) {
    throw new MongoError('InvalidNamespace', `Fully qualified namespace is too long. Namespace: ${database}.${collection} Max: ${LONGEST_NAMESPACE}`);
  }
}
