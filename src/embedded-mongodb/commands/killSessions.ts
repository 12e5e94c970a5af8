import { Doc } from '../bson/document.js';
import { fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { sessionIds } from './session-ids.js';

const readArguments = fieldsOf('killSessions', { killSessions: required(sessionIds) });

/** An empty list means all of them. */
export function killSessions({ server: { sessions }, request, session: own }: CommandContext): Reply {
  const wanted = readArguments(request).killSessions;
  const victims = wanted.length === 0 ? [...sessions.all] : wanted.flatMap((lsid) => sessions.find(lsid) ?? []);
  for (const session of victims) if (session !== own) sessions.kill(session);
  return new Doc();
}
