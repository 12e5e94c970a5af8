import { ERROR_CODES } from '../errors.js';
import type { Operation } from './operation.js';

/** Errors after which the same command may simply be sent again (the category RetriableError of the server's error_codes.yml). */
const RETRIABLE = new Set<number>([
  ERROR_CODES.InterruptedAtShutdown, ERROR_CODES.InterruptedDueToReplStateChange, ERROR_CODES.NotWritablePrimary, ERROR_CODES.NotPrimaryNoSecondaryOk,
  13436 /* NotPrimaryOrSecondary */, 189 /* PrimarySteppedDown */, ERROR_CODES.ShutdownInProgress, ERROR_CODES.HostNotFound, ERROR_CODES.HostUnreachable,
  89 /* NetworkTimeout */, 9001 /* SocketException */, ERROR_CODES.ExceededTimeLimit, ERROR_CODES.ReadConcernMajorityNotAvailableYet,
  358 /* InternalTransactionNotSupported */, 384 /* ConnectionError */,
]);

/** Errors after which the whole transaction may be tried again. */
const TRANSIENT = new Set<number>([
  ERROR_CODES.WriteConflict, ERROR_CODES.LockTimeout, ERROR_CODES.PreparedTransactionInProgress, ERROR_CODES.SnapshotUnavailable, ERROR_CODES.SnapshotTooOld,
  ERROR_CODES.NoSuchTransaction,
]);

/** Errors after which a change stream may be resumed, beside the retriable ones. */
const RESUMABLE = new Set<number>([63 /* StaleShardVersion */, 133 /* FailedToSatisfyReadPreference */, 150 /* StaleEpoch */, 13388 /* StaleConfig */, 234 /* RetryChangeStream */]);

/** The labels that the server puts on an error, or on a write concern error, by itself (its ErrorLabelBuilder). */
export function errorLabels(operation: Operation, error: { code?: number; writeConcernCode?: number }): string[] {
  const labels: string[] = [];
  const { code, writeConcernCode } = error;
  const { request } = operation;
  const isCommitOrAbort = operation.name === 'commitTransaction' || operation.name === 'abortTransaction';
  const isInTransaction = request['autocommit'] === false;
  if (isInTransaction && code !== undefined && isTransient(code, isCommitOrAbort)) labels.push('TransientTransactionError');
  const isRetryableWrite = request['txnNumber'] !== undefined && (!isInTransaction || isCommitOrAbort);
  if (isRetryableWrite && (RETRIABLE.has(code ?? 0) || RETRIABLE.has(writeConcernCode ?? 0))) labels.push('RetryableWriteError');
  if (code === ERROR_CODES.ChangeStreamFatalError || code === ERROR_CODES.ChangeStreamHistoryLost) labels.push('NonResumableChangeStreamError');
  if (code !== undefined && readsChangeStream(operation) && (RETRIABLE.has(code) || RESUMABLE.has(code))) labels.push('ResumableChangeStreamError');
  return labels;
}

/** A commit or abort that fails for a retriable reason is sent again by itself. */
function isTransient(code: number, isCommitOrAbort: boolean): boolean {
  return TRANSIENT.has(code) || (!isCommitOrAbort && RETRIABLE.has(code));
}

/** Of a getMore this is known only once it has got hold of its cursor. */
function readsChangeStream({ name, request, readsChangeStream: isReading }: Operation): boolean {
  if (isReading || name !== 'aggregate' || !Array.isArray(request['pipeline'])) return isReading;
  const first = request['pipeline'][0];
  return typeof first === 'object' && first !== null && '$changeStream' in first;
}
