import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { longOf } from '../commands/arguments.js';
import type { FailPoints } from './fail-points.js';

/** What `failCommand` needs to know of a command to tell whether it is meant. */
export interface Invocation {
  /** Under every name that the command has. */
  names: readonly string[];
  appName: string | undefined;
  /** `database.collection`, when the command's first field names a collection. */
  namespace: string | undefined;
}

/** What a command that runs into `failCommand` has to suffer before it runs. */
export interface Failure {
  closeConnection: boolean;
  /** Milliseconds, zero for no wait. */
  block: number;
  error: MongoError | null;
  /** Given labels replace those that the error would have by itself. */
  errorLabels: string[] | undefined;
}

function isMeant(data: Doc, invocation: Invocation): boolean {
  // "threadName" and "failInternalCommands" tell members of a cluster from clients: there are only clients here.
  if (data['appName'] !== undefined && data['appName'] !== invocation.appName) return false;
  if (data['namespace'] !== undefined && data['namespace'] !== invocation.namespace) return false;
  if (data['failAllCommands'] === true) return true;
  const commands = data['failCommands'];
  return Array.isArray(commands) && commands.some((name) => typeof name === 'string' && invocation.names.includes(name));
}

/** Before a command runs. */
export function failBefore(failPoints: FailPoints, invocation: Invocation): Failure | null {
  const data = failPoints.failCommand.enter((candidate) => isMeant(candidate, invocation)
    && (truth(candidate['closeConnection']) || truth(candidate['blockConnection']) || candidate['errorCode'] !== undefined));
  if (data === null) return null;
  const errorLabels = labelsOf(data);
  return {
    closeConnection: truth(data['closeConnection']),
    block: truth(data['blockConnection']) ? number(data['blockTimeMS']) : 0,
    error: data['errorCode'] === undefined ? null : errorOf(number(data['errorCode']), errorLabels, data['errorExtraInfo']),
    errorLabels,
  };
}

/** After a command that takes a write concern has run: what it reports although it has happened. */
export function failAfter(failPoints: FailPoints, invocation: Invocation): { writeConcernError: Doc; errorLabels: string[] | undefined } | null {
  const data = failPoints.failCommand.enter((candidate) => isMeant(candidate, invocation) && isDoc(candidate['writeConcernError']));
  return data === null ? null : { writeConcernError: data['writeConcernError'] as Doc, errorLabels: labelsOf(data) };
}

function errorOf(code: number, errorLabels: string[] | undefined, extra: Value): MongoError {
  return new MongoError(code, "Failing command via 'failCommand' failpoint", {
    ...(errorLabels && { errorLabels }),
    ...(isDoc(extra) && { details: extra }),
  });
}

function labelsOf(data: Doc): string[] | undefined {
  const labels = data['errorLabels'];
  return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : undefined;
}

function truth(value: Value): boolean {
  return value === true || (isNumber(value) && longOf(value) !== 0);
}

function number(value: Value): number {
  return isNumber(value) ? longOf(value) : 0;
}
