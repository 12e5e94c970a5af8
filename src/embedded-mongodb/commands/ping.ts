import { Doc } from '../bson/document.js';
import { anything, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('ping', { ping: anything });

export function ping({ request }: CommandContext): Reply {
  readArguments(request);
  return new Doc();
}
