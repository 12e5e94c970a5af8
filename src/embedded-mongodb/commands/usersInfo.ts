import { doc } from '../bson/document.js';
import type { Reply } from './command.js';

/** There are no users: whoever reaches the loopback interface may do anything. */
export function usersInfo(): Reply {
  return doc({ users: [] });
}
