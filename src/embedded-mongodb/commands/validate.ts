import { Doc as NewDoc, doc } from '../bson/document.js';
import { decode } from '../bson/codec.js';
import { MongoError } from '../errors.js';
import { integer } from '../indexes/stages/integer.js';
import { ViewDefinition } from '../storage/collection.js';
import { anything, collectionName, fieldsOf, looseBoolean } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { findEntry, Reading } from './reading.js';

const readArguments = fieldsOf('validate', {
  validate: collectionName, full: looseBoolean, repair: looseBoolean, metadata: looseBoolean, checkBSONConformance: looseBoolean, fixMultikey: looseBoolean,
  background: looseBoolean, collHash: anything, hashPrefixes: anything, unhash: anything,
});

/** Walks through the documents and looks for each of their keys in the indexes. */
export function validate(context: CommandContext): Reply {
  const { validate: name } = readArguments(context.request);
  const { view } = new Reading(context);
  const { entry } = findEntry(context, view, name);
  const ns = `${context.database}.${name}`;
  if (entry === null) throw new MongoError('NamespaceNotFound', `Collection '${ns}' does not exist to validate.`);
  if (entry instanceof ViewDefinition) throw new MongoError('CommandNotSupportedOnView', `Namespace ${ns} is a view, not a collection`);
  const keysPerIndex = new NewDoc();
  const indexDetails = new NewDoc();
  const missingIndexEntries: Reply[] = [];
  let records = 0;
  const counts = entry.indexes.map(() => 0);
  for (const row of entry.rows(view)) {
    records += 1;
    const document = decode(row.bytes);
    entry.indexes.forEach((index, i) => {
      for (const key of index.keysOf(document)) {
        counts[i]! += 1;
        if (!index.recordsWithKey(key).includes(row.id)) missingIndexEntries.push(doc({ indexName: index.name, recordId: integer(row.id), idKey: document['_id'] }));
      }
    });
  }
  entry.indexes.forEach((index, i) => {
    keysPerIndex[index.name] = integer(counts[i]!);
    indexDetails[index.name] = doc({ valid: missingIndexEntries.every((missing) => missing['indexName'] !== index.name), spec: index.spec });
  });
  const valid = missingIndexEntries.length === 0;
  return doc({
    ns, uuid: entry.uuid, valid, repaired: false, warnings: [], errors: valid ? [] : [`${missingIndexEntries.length} keys are missing in indexes`],
    extraIndexEntries: [], missingIndexEntries: missingIndexEntries as never[], corruptRecords: [], nInvalidDocuments: integer(0), nNonCompliantDocuments: integer(0),
    nrecords: integer(records), nIndexes: integer(entry.indexes.length), keysPerIndex, indexDetails,
  });
}
