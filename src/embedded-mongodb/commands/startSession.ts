import { Int32 } from 'bson';
import { Doc } from '../bson/document.js';
import { SESSION_TIMEOUT_MINUTES } from '../sessions/sessions.js';
import { anything, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('startSession', { startSession: anything });

/** Drivers make up their sessions themselves; this is for those who do not. */
export function startSession({ server, request }: CommandContext): Reply {
  readArguments(request);
  const reply: Reply = new Doc();
  reply.id = server.sessions.start().lsid;
  reply.timeoutMinutes = new Int32(SESSION_TIMEOUT_MINUTES);
  return reply;
}
