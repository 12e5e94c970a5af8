import { Binary } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { decode, encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import type { Time } from './clock.js';
import type { CatalogOperation, DocumentOperation, Namespace, Operation, OplogEntry } from './oplog.js';
import { isDocumentOperation } from './oplog.js';

/** An oplog entry as it is on disk. */
export interface PersistedOperation {
  wallTime: number;
  isTransaction: boolean;
  lsid: Buffer | null;
  txnNumber: string | null;
  operations: PersistedPart[];
}

interface PersistedPart {
  kind: Operation['kind'];
  namespace: [string, string];
  uuid: Buffer | null;
  recordId?: number;
  before?: Buffer | null;
  after?: Buffer | null;
  hasPreImage?: boolean;
  touched?: string[];
  isEviction?: true;
  description?: Buffer;
  to?: [string, string];
  dropped?: Buffer;
}

export function writeOplogEntry({ wallTime, isTransaction, session, operations }: OplogEntry): PersistedOperation {
  return {
    wallTime: wallTime.getTime(),
    isTransaction,
    lsid: session && encode(session.lsid),
    txnNumber: session && session.txnNumber.toString(),
    operations: operations.map((operation) => (isDocumentOperation(operation) ? writeDocument(operation) : writeCatalog(operation))),
  };
}

export function readOplogEntry(time: Time, { wallTime, isTransaction, lsid, txnNumber, operations }: PersistedOperation): OplogEntry {
  return {
    time,
    wallTime: new Date(wallTime),
    isTransaction,
    session: lsid === null ? null : { lsid: decode(lsid), txnNumber: BigInt(txnNumber!) },
    operations: operations.map((part) => (part.recordId === undefined ? readCatalog(part) : readDocument(part))),
  };
}

function writeDocument({ kind, namespace, uuid, recordId, before, after, hasPreImage, touched, isEviction }: DocumentOperation): PersistedPart {
  const part: PersistedPart = { kind, namespace: pair(namespace), uuid: bufferOf(uuid), recordId, before, after, hasPreImage };
  if (touched !== undefined) part.touched = [...touched];
  if (isEviction) part.isEviction = isEviction;
  return part;
}

function readDocument({ kind, namespace, uuid, recordId, before, after, hasPreImage, touched, isEviction }: PersistedPart): DocumentOperation {
  return {
    kind: kind as DocumentOperation['kind'], namespace: namespaceOf(namespace), uuid: uuidOf(uuid!), recordId: recordId!, before: bytesOf(before), after: bytesOf(after),
    hasPreImage: hasPreImage === true, ...(touched !== undefined && { touched }), ...(isEviction && { isEviction }),
  };
}

function writeCatalog({ kind, namespace, uuid, description, to, dropped }: CatalogOperation): PersistedPart {
  const part: PersistedPart = { kind, namespace: pair(namespace), uuid: uuid && bufferOf(uuid), description: encode(description) };
  if (to !== undefined) part.to = pair(to);
  if (dropped !== undefined) part.dropped = bufferOf(dropped);
  return part;
}

function readCatalog({ kind, namespace, uuid, description, to, dropped }: PersistedPart): CatalogOperation {
  return {
    kind: kind as CatalogOperation['kind'], namespace: namespaceOf(namespace), uuid: uuid && uuidOf(uuid), description: description ? decode(Buffer.from(description)) : (doc({}) as Doc),
    ...(to !== undefined && { to: namespaceOf(to) }), ...(dropped !== undefined && { dropped: uuidOf(dropped) }),
  };
}

function pair({ database, collection }: Namespace): [string, string] {
  return [database, collection];
}

function namespaceOf([database, collection]: [string, string]): Namespace {
  return { database, collection };
}

export function bufferOf(uuid: Binary): Buffer {
  return Buffer.from(uuid.buffer.subarray(0, uuid.position));
}

function uuidOf(buffer: Buffer): Binary {
  return new Binary(Buffer.from(buffer), Binary.SUBTYPE_UUID);
}

function bytesOf(buffer: Buffer | null | undefined): Bytes | null {
  return buffer ? (Buffer.from(buffer) as Bytes) : null;
}
