import { Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { decode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { timestampOf } from '../storage/clock.js';
import type { CatalogOperation, DocumentOperation, Namespace, OplogEntry, Operation } from '../storage/oplog.js';
import { isDocumentOperation } from '../storage/oplog.js';
import type { ChangeStreamOptions } from './options.js';
import { updateDescription } from './update-description.js';

/** Finds the committed state of a document, for `fullDocument: 'updateLookup'`. */
export type Lookup = (operation: DocumentOperation) => Bytes | null;

/** Kinds of events that a stream shows only with `showExpandedEvents`, and their names as events. */
const EXPANDED: Partial<Record<Operation['kind'], string>> = {
  create: 'create', createIndexes: 'createIndexes', dropIndexes: 'dropIndexes', collMod: 'modify',
};

export function isShown(operation: Operation, options: ChangeStreamOptions): boolean {
  if (isDocumentOperation(operation)) return operation.isEviction !== true;
  // Views are the business of expanded events only.
  return options.showExpandedEvents || (EXPANDED[operation.kind] === undefined && (operation.uuid !== null || operation.kind === 'dropDatabase'));
}

/** One operation of the oplog as a change stream tells it. */
export function eventOf(entry: OplogEntry, operation: Operation, token: Doc, options: ChangeStreamOptions, lookup: Lookup): Doc {
  const event = beginning(entry, token, EXPANDED[operation.kind] ?? operation.kind);
  if (options.showExpandedEvents && operation.uuid) event['collectionUUID'] = operation.uuid;
  event['wallTime'] = entry.wallTime;
  if (entry.isTransaction && entry.session) {
    event['lsid'] = entry.session.lsid;
    event['txnNumber'] = Long.fromBigInt(entry.session.txnNumber);
  }
  if (isDocumentOperation(operation)) describeDocument(event, operation, options, lookup);
  else describeCatalog(event, operation, options);
  return event;
}

export function invalidateEvent(entry: OplogEntry, token: Doc): Doc {
  const event = beginning(entry, token, 'invalidate');
  event['wallTime'] = entry.wallTime;
  return event;
}

function beginning(entry: OplogEntry, token: Doc, operationType: string): Doc {
  const event = new NewDoc();
  event['_id'] = token;
  event['operationType'] = operationType;
  event['clusterTime'] = timestampOf(entry.time);
  return event;
}

function describeDocument(event: Doc, operation: DocumentOperation, options: ChangeStreamOptions, lookup: Lookup): void {
  const { kind, namespace } = operation;
  const before = operation.before && decode(operation.before);
  const after = operation.after && decode(operation.after);
  if (kind === 'insert' || kind === 'replace') event['fullDocument'] = after;
  else if (kind === 'update' && options.fullDocument !== 'default') event['fullDocument'] = postImage(operation, after, options, lookup);
  event['ns'] = nameOf(namespace);
  event['documentKey'] = doc({ _id: (after ?? before)!['_id'] });
  if (kind === 'update') event['updateDescription'] = updateDescription(before!, after!, operation.touched, options.showExpandedEvents);
  if (kind !== 'insert' && options.fullDocumentBeforeChange !== 'off') event['fullDocumentBeforeChange'] = preImage(operation, before, options);
}

function postImage(operation: DocumentOperation, after: Doc | null, options: ChangeStreamOptions, lookup: Lookup): Doc | null {
  if (options.fullDocument === 'updateLookup') {
    const current = lookup(operation);
    return current && decode(current);
  }
  if (operation.hasPreImage) return after;
  if (options.fullDocument === 'whenAvailable') return null;
  throw imageMissing('post-image for all update events', operation);
}

function preImage(operation: DocumentOperation, before: Doc | null, options: ChangeStreamOptions): Doc | null {
  if (operation.hasPreImage) return before;
  if (options.fullDocumentBeforeChange === 'whenAvailable') return null;
  throw imageMissing('pre-image for all update, delete and replace events', operation);
}

function imageMissing(what: string, { namespace }: DocumentOperation): MongoError {
  return new MongoError('NoMatchingDocument', `Change stream was configured to require a ${what}, but the image was not found for an event in ${namespace.database}.${namespace.collection}`);
}

function describeCatalog(event: Doc, operation: CatalogOperation, options: ChangeStreamOptions): void {
  const { kind, namespace, to, description, dropped } = operation;
  event['ns'] = kind === 'dropDatabase' ? doc({ db: namespace.database }) : nameOf(namespace);
  if (to) event['to'] = nameOf(to);
  if (!options.showExpandedEvents) return;
  const operationDescription = to ? renaming(to, dropped) : description;
  const { stateBeforeChange, ...rest } = operationDescription;
  if (Object.keys(rest).length > 0) event['operationDescription'] = Object.assign(new NewDoc(), rest);
  if (isDoc(stateBeforeChange)) event['stateBeforeChange'] = stateBeforeChange;
}

function renaming(to: Namespace, dropped: CatalogOperation['dropped']): Doc {
  const description = doc({ to: nameOf(to) });
  if (dropped) description['dropTarget'] = dropped;
  return description;
}

function nameOf({ database, collection }: Namespace): Doc {
  return doc({ db: database, coll: collection });
}
