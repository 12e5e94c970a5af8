import { Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { compileFilter } from '../query/filter.js';
import { Collection } from '../storage/collection.js';
import { COMMITTED } from '../storage/store.js';
import { anything, fieldsOf, looseBoolean, object } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('listDatabases', { listDatabases: anything, filter: object, nameOnly: looseBoolean, authorizedDatabases: looseBoolean });

export function listDatabases({ server: { store }, request }: CommandContext): Reply {
  const { filter, nameOnly = false } = readArguments(request);
  let total = 0;
  const databases: Doc[] = [];
  const matches = filter && compileFilter(filter);
  for (const name of store.catalog.databases(COMMITTED)) {
    const size = store.catalog.entries(COMMITTED, name).reduce((sum, entry) => sum + (entry instanceof Collection ? entry.dataSize : 0), 0);
    const described = doc({ name, sizeOnDisk: Long.fromNumber(size), empty: false });
    if (matches && !matches.matches(nameOnly ? doc({ name }) : described)) continue;
    databases.push(nameOnly ? doc({ name }) : described);
    total += size;
  }
  const reply: Reply = new NewDoc();
  reply.databases = databases;
  if (!nameOnly) {
    reply.totalSize = Long.fromNumber(total);
    reply.totalSizeMb = Long.fromNumber(Math.floor(total / 1024 / 1024));
  }
  return reply;
}
