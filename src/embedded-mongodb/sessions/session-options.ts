import type { Binary, Long } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';

/** What a command says about its session (OperationSessionInfo of the server). */
export interface SessionOptions {
  lsid: Doc | null;
  txnNumber: Long | null;
  /** `autocommit: false`: the command belongs to a multi-document transaction. */
  inTransaction: boolean;
  startTransaction: boolean;
}

const NO_SESSION: SessionOptions = { lsid: null, txnNumber: null, inTransaction: false, startTransaction: false };

export function sessionOptionsOf(request: Doc): SessionOptions {
  const { lsid, txnNumber, autocommit, startTransaction } = request;
  if (lsid === undefined && txnNumber === undefined && autocommit === undefined && startTransaction === undefined) return NO_SESSION;
  const options: SessionOptions = {
    lsid: lsid === undefined ? null : checkLsid(lsid),
    txnNumber: numberOf(txnNumber),
    inTransaction: autocommit !== undefined,
    startTransaction: startTransaction !== undefined,
  };
  checkFlag(autocommit, 'autocommit');
  checkFlag(startTransaction, 'startTransaction');
  const refuse = (message: string): never => { throw new MongoError('InvalidOptions', message); };
  if (options.lsid === null && options.txnNumber !== null) refuse('Transaction number requires a session ID to also be specified');
  if (options.inTransaction && options.txnNumber === null) refuse("'autocommit' field requires a transaction number to also be specified");
  if (autocommit === true) refuse('Specifying autocommit=true is not allowed.');
  if (options.startTransaction && !options.inTransaction) refuse("'startTransaction' field requires 'autocommit' field to also be specified");
  if (startTransaction === false) refuse('Specifying startTransaction=false is not allowed.');
  return options;
}

/** `{ id: UUID }`; the other parts are for members of a cluster and for users. */
export function checkLsid(value: Value, where = 'OperationSessionInfo.lsid'): Doc {
  if (!isDoc(value)) throw new MongoError('TypeMismatch', `BSON field '${where}' is the wrong type '${typeOf(value)}', expected type 'object'`);
  for (const field in value) {
    if (field !== 'id' && field !== 'uid') throw new MongoError('IDLUnknownField', `BSON field '${where}.${field}' is an unknown field.`);
  }
  const { id } = value;
  if (id === undefined) throw new MongoError('IDLFailedToParse', `BSON field '${where}.id' is missing but a required field`);
  if (typeOf(id) !== 'binData' || (id as Binary).sub_type !== 4) {
    throw new MongoError('TypeMismatch', `BSON field '${where}.id' is the wrong binData type '${typeOf(id)}', expected type 'UUID'`);
  }
  if ((id as Binary).position !== 16) throw new MongoError('InvalidUUID', 'uuid must be a 16-byte binary field with UUID (4) subtype');
  return value;
}

/** Sessions are told apart by their UUID. */
export function keyOfLsid(lsid: Doc): string {
  return (lsid.id as Binary).toString('hex');
}

function numberOf(value: Value): Long | null {
  if (value === undefined) return null;
  if (typeOf(value) !== 'long') throw new MongoError('TypeMismatch', `BSON field 'OperationSessionInfo.txnNumber' is the wrong type '${typeOf(value)}', expected type 'long'`);
  if ((value as Long).isNegative()) throw new MongoError('InvalidOptions', 'Transaction number cannot be negative');
  return value as Long;
}

function checkFlag(value: Value, name: string): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw new MongoError('TypeMismatch', `BSON field 'OperationSessionInfo.${name}' is the wrong type '${typeOf(value)}', expected type 'bool'`);
  }
}
