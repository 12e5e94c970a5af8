import { Int32, Timestamp } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { ERROR_CODES, MongoError } from '../errors.js';
import { longOf, wrongType } from './arguments.js';

const LEVELS = ['local', 'available', 'majority', 'linearizable', 'snapshot'] as const;

export type ReadConcernLevel = (typeof LEVELS)[number];

export interface ReadConcern {
  readonly level: ReadConcernLevel;
  /** Was there a `readConcern` in the command at all? */
  readonly given: boolean;
  readonly afterClusterTime?: Timestamp;
  readonly atClusterTime?: Timestamp;
}

export interface WriteConcern {
  /** A number of members, `majority`, or a tag. */
  readonly w: number | string;
  readonly j: boolean;
  readonly given: boolean;
  /** As it was written, for the `errInfo` of an error. */
  readonly source: Doc;
}

const DEFAULT_READ_CONCERN: ReadConcern = { level: 'local', given: false };
const DEFAULT_WRITE_CONCERN: WriteConcern = { w: 'majority', j: true, given: false, source: doc({ w: 'majority' }) };

export function readConcernOf(request: Doc, command: string): ReadConcern {
  const value = request['readConcern'];
  if (value === undefined || value === null) return DEFAULT_READ_CONCERN;
  if (!isDoc(value)) throw wrongType(value, 'readConcern', command, "type 'object'");
  const concern: { -readonly [K in keyof ReadConcern]: ReadConcern[K] } = { level: 'local', given: true };
  for (const field of Object.keys(value)) {
    const part = value[field];
    switch (field) {
      case 'level': concern.level = levelOf(part); break;
      case 'afterClusterTime': concern.afterClusterTime = timeIn(part, field); break;
      case 'atClusterTime': concern.atClusterTime = timeIn(part, field); break;
      case 'afterOpTime':
      case 'provenance':
      case 'allowTransactionTableSnapshot':
      case 'waitLastStableRecoveryTimestamp': break;
      default: throw new MongoError('IDLUnknownField', `BSON field 'readConcern.${field}' is an unknown field.`);
    }
  }
  return concern;
}

function levelOf(value: Value): ReadConcernLevel {
  if (typeof value !== 'string') throw wrongType(value, 'level', 'readConcern', "type 'string'");
  const level = LEVELS.find((known) => known === value);
  if (level === undefined) throw new MongoError('BadValue', `Enumeration value '${value}' for field 'readConcern.level' is not a valid value.`);
  return level;
}

function timeIn(value: Value, field: string): Timestamp {
  if (!(value instanceof Timestamp)) throw new MongoError('TypeMismatch', `"${field}" had the wrong type. Expected timestamp, found ${typeOf(value)}`);
  return value;
}

const MOST_MEMBERS = 50;

export function writeConcernOf(request: Doc, command: string): WriteConcern {
  const value = request['writeConcern'];
  if (value === undefined || value === null) return DEFAULT_WRITE_CONCERN;
  if (!isDoc(value)) throw wrongType(value, 'writeConcern', command, "type 'object'");
  let w: number | string = 'majority';
  let j = false;
  for (const field of Object.keys(value)) {
    const part = value[field];
    switch (field) {
      case 'w': w = membersOf(part); break;
      case 'j':
      case 'fsync': j ||= part === true || (isNumber(part) && longOf(part) !== 0); break;
      case 'wtimeout':
      case 'wElectionId':
      case 'wOpTime':
      case 'getLastError':
      case 'provenance': break;
      default: throw new MongoError('IDLUnknownField', `BSON field 'WriteConcernOptions.${field}' is an unknown field.`);
    }
  }
  return { w, j, given: true, source: value };
}

function membersOf(value: Value): number | string {
  if (typeof value === 'string') return value;
  if (isDoc(value)) return 1;
  if (!isNumber(value)) throw new MongoError('FailedToParse', `w has to be a number, string, or object; found: ${typeOf(value)}`);
  const w = longOf(value);
  if (w < 0 || w > MOST_MEMBERS) {
    throw new MongoError('FailedToParse', `w has to be a non-negative number and not greater than ${MOST_MEMBERS}; found: ${w}`);
  }
  return w;
}

/** What a write concern that one member cannot fulfil adds to the reply. The write itself has happened. */
export function writeConcernError(concern: WriteConcern): Doc | null {
  if (concern.w === 'majority' || (typeof concern.w === 'number' && concern.w <= 1)) return null;
  const name = typeof concern.w === 'number' ? 'CannotSatisfyWriteConcern' : 'UnknownReplWriteConcern';
  const error = new NewDoc();
  error['code'] = new Int32(ERROR_CODES[name]);
  error['codeName'] = name;
  error['errmsg'] = name === 'CannotSatisfyWriteConcern' ? 'Not enough data-bearing nodes' : `No write concern mode named '${concern.w}' found in replica set configuration`;
  error['errInfo'] = doc({ writeConcern: concern.source });
  return error;
}
