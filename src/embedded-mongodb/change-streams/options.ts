import { Timestamp } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { ERROR_CODES, MongoError } from '../errors.js';
import { anything, boolean, fieldsOf, object, wrongType } from '../commands/arguments.js';
import type { Field } from '../commands/arguments.js';
import type { Position } from './resume-token.js';
import { positionOf } from './resume-token.js';

const timestamp: Field<Timestamp> = {
  read(value, field, command) {
    if (!(value instanceof Timestamp)) throw wrongType(value, field, command, "type 'timestamp'");
    return value;
  },
};

function oneOf<T extends string>(...allowed: T[]): Field<T> {
  return {
    read(value: Value, field, command) {
      if (typeof value !== 'string') throw wrongType(value, field, command, "type 'string'");
      const found = allowed.find((item) => item === value);
      if (found === undefined) throw new MongoError('BadValue', `Enumeration value '${value}' for field '${command}.${field}' is not a valid value.`);
      return found;
    },
  };
}

const readFields = fieldsOf('$changeStream', {
  fullDocument: oneOf('default', 'updateLookup', 'whenAvailable', 'required'),
  fullDocumentBeforeChange: oneOf('off', 'whenAvailable', 'required'),
  resumeAfter: object, startAfter: object, startAtOperationTime: timestamp,
  allChangesForCluster: boolean, showExpandedEvents: boolean, showMigrationEvents: boolean, showSystemEvents: boolean, showRawUpdateDescription: boolean,
  allowToRunOnConfigDB: boolean, allowToRunOnSystemNS: boolean, supportedEvents: anything, matchCollectionUUIDForUpdateLookup: boolean,
  ignoreRemovedShards: boolean, showCommitTimestamp: boolean,
});

export interface ChangeStreamOptions {
  fullDocument: 'default' | 'updateLookup' | 'whenAvailable' | 'required';
  fullDocumentBeforeChange: 'off' | 'whenAvailable' | 'required';
  /** Show also what happens to collections as such, and more about everything. */
  showExpandedEvents: boolean;
  allChangesForCluster: boolean;
  /** `resumeAfter` or `startAfter`. */
  after: Position | null;
  startAtOperationTime: Timestamp | null;
}

export function optionsOf(spec: Value): ChangeStreamOptions {
  if (!isDoc(spec)) throw new MongoError(50808, '$changeStream stage expects a document as argument');
  const fields = readFields(spec);
  const { resumeAfter, startAfter, startAtOperationTime } = fields;
  if (resumeAfter && startAfter) throw new MongoError(50865, 'Do not specify both \'resumeAfter\' and \'startAfter\' in a $changeStream stage');
  if (startAtOperationTime && (resumeAfter ?? startAfter)) {
    throw new MongoError(40674, 'Only one type of resume option is allowed, but multiple were found.');
  }
  return {
    fullDocument: fields.fullDocument ?? 'default',
    fullDocumentBeforeChange: fields.fullDocumentBeforeChange ?? 'off',
    showExpandedEvents: fields.showExpandedEvents ?? false,
    allChangesForCluster: fields.allChangesForCluster ?? false,
    after: resumeAfter ? resumable(resumeAfter) : startAfter ? positionOf(startAfter) : null,
    startAtOperationTime: startAtOperationTime ?? null,
  };
}

function resumable(token: Doc): Position {
  const position = positionOf(token);
  if (position.isInvalidate) {
    throw new MongoError(ERROR_CODES.InvalidResumeToken, "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate notification.");
  }
  return position;
}
