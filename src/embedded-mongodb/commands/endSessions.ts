import { Doc } from '../bson/document.js';
import { fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { sessionIds } from './session-ids.js';

const readArguments = fieldsOf('endSessions', { endSessions: required(sessionIds) });

/** Their transactions abort and their cursors close. Sessions that are not known are no error. */
export function endSessions({ server, request }: CommandContext): Reply {
  for (const lsid of readArguments(request).endSessions) server.sessions.end(lsid);
  return new Doc();
}
