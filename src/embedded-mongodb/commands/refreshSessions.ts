import { Doc } from '../bson/document.js';
import { fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { sessionIds } from './session-ids.js';

const readArguments = fieldsOf('refreshSessions', { refreshSessions: required(sessionIds) });

export function refreshSessions({ server, request }: CommandContext): Reply {
  for (const lsid of readArguments(request).refreshSessions) server.sessions.use(lsid);
  return new Doc();
}
