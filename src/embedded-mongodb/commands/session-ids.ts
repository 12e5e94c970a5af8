import type { Doc } from '../bson/document.js';
import { checkLsid } from '../sessions/session-options.js';
import type { Field } from './arguments.js';
import { array } from './arguments.js';

/** A list of `{ id: UUID }`. */
export const sessionIds: Field<Doc[]> = {
  read: (value, field, command) => array.read(value, field, command).map((lsid, i) => checkLsid(lsid, `${command}.${field}.${i}`)),
};
