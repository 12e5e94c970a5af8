import { isDoc, Doc } from '../bson/document.js';
import { keyOfLsid } from '../sessions/session-options.js';
import { arrayOfObjects, fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('killAllSessionsByPattern', { killAllSessionsByPattern: required(arrayOfObjects) });

/** A pattern names a session by its `lsid`; patterns of users and roles fit every session, as there are no users here. */
export function killAllSessionsByPattern({ server: { sessions }, request, session: own }: CommandContext): Reply {
  const patterns = readArguments(request).killAllSessionsByPattern;
  for (const session of [...sessions.all]) {
    const fits = patterns.length === 0 || patterns.some(({ lsid }) => !isDoc(lsid) || keyOfLsid(lsid) === session.key);
    if (fits && session !== own) sessions.kill(session);
  }
  return new Doc();
}
