import { doc } from '../bson/document.js';
import type { CommandContext, Reply } from './command.js';

export function whatsmyuri({ connection }: CommandContext): Reply {
  return doc({ you: connection.remote });
}
