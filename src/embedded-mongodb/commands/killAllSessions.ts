import { Doc } from '../bson/document.js';
import { arrayOfObjects, fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('killAllSessions', { killAllSessions: required(arrayOfObjects) });

/** The list names users. There is only one here, the owner of all sessions, so whoever is named, all sessions are killed. */
export function killAllSessions({ server: { sessions }, request, session: own }: CommandContext): Reply {
  readArguments(request);
  for (const session of [...sessions.all]) if (session !== own) sessions.kill(session);
  return new Doc();
}
