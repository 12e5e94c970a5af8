import { doc } from '../bson/document.js';
import type { Reply } from './command.js';

export function rolesInfo(): Reply {
  return doc({ roles: [] });
}
