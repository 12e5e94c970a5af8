import { Int32 } from 'bson';
import { doc } from '../bson/document.js';
import type { Reply } from './command.js';

export function getDefaultRWConcern(): Reply {
  return doc({
    defaultReadConcern: doc({ level: 'local' }),
    defaultWriteConcern: doc({ w: 'majority', wtimeout: new Int32(0) }),
    defaultWriteConcernSource: 'implicit',
    defaultReadConcernSource: 'implicit',
    localUpdateWallClockTime: new Date(),
  });
}
