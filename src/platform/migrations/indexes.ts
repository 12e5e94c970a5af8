import { mongo } from 'mongoose';

const namespaceNotFound = 26;

/** Drops the index on these keys, if there is one, and if there is such a collection. */
export async function dropIndexIfThere(collection: mongo.Collection<never>, key: Readonly<Record<string, number>>): Promise<void> {
  const indexes = await collection.indexes().catch((error: unknown) => {
    if (error instanceof mongo.MongoServerError && error.code === namespaceNotFound) return [];
    throw error;
  });
  const found = indexes.find((index) => JSON.stringify(index.key) === JSON.stringify(key));
  if (found) await collection.dropIndex(found.name!);
}
