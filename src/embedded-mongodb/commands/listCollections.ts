import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { compileFilter } from '../query/filter.js';
import type { Entry } from '../storage/collection.js';
import { ViewDefinition } from '../storage/collection.js';
import { idIndexSpec } from '../storage/create-collection.js';
import { COMMITTED } from '../storage/store.js';
import { anything, atLeast, fieldsOf, looseBoolean, object } from './arguments.js';
import { arraySource } from './array-source.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('listCollections', {
  listCollections: anything, filter: object, nameOnly: looseBoolean, authorizedCollections: looseBoolean, cursor: object, includePendingDrops: anything,
});
const readCursor = fieldsOf('listCollections.cursor', { batchSize: atLeast(0) });

export function listCollections(context: CommandContext): Reply {
  const { server, database, transaction, request } = context;
  const { filter, nameOnly = false, cursor } = readArguments(request);
  const { batchSize = Infinity } = cursor === undefined ? {} : readCursor(cursor);
  const entries = server.store.catalog.entries(transaction?.view ?? COMMITTED, database);
  const described = entries.map((entry) => (nameOnly ? named(entry) : describe(entry)));
  const matching = filter === undefined ? described : described.filter((entry) => compileFilter(filter).matches(entry));
  return server.cursors.start(context, '$cmd.listCollections', arraySource(matching), { batchSize });
}

function named(entry: Entry): Doc {
  const type = entry instanceof ViewDefinition ? 'view' : entry.options.timeseries === undefined ? 'collection' : 'timeseries';
  return doc({ name: entry.namespace.collection, type });
}

function describe(entry: Entry): Doc {
  const about = named(entry);
  about.options = entry.options;
  if (entry instanceof ViewDefinition) {
    about.info = doc({ readOnly: true });
    return about;
  }
  about.info = doc({ readOnly: false, uuid: entry.uuid });
  if (entry.options.clusteredIndex === undefined && entry.options.timeseries === undefined) about.idIndex = idIndexSpec(entry.options);
  return about;
}
