import { doc } from '../bson/document.js';
import type { Reply } from './command.js';

/** Times are not kept. */
export function top(): Reply {
  return doc({ totals: doc({ note: 'all times in microseconds' }) });
}
