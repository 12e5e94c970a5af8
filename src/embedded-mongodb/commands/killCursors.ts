import { Long } from 'bson';
import type { Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { array, collectionName, fieldsOf, required, wrongType } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('killCursors', { killCursors: collectionName, cursors: required(array) });

export function killCursors({ server, request }: CommandContext): Reply {
  const { cursors } = readArguments(request);
  const cursorsKilled: Value[] = [];
  const cursorsNotFound: Value[] = [];
  for (const id of cursors) {
    if (!(id instanceof Long)) throw wrongType(id, 'cursors', 'killCursors', "type 'long'");
    const cursor = server.cursors.find(id);
    if (cursor) server.cursors.kill(cursor);
    (cursor ? cursorsKilled : cursorsNotFound).push(id);
  }
  return doc({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] });
}
