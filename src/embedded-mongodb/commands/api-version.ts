import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { boolean, text } from './arguments.js';
import type { Command } from './command.js';

/** The Stable API: a client may ask for version 1, and for nothing beside it. */
export function checkApiVersion(request: Doc, name: string, command: Command): void {
  const version = request['apiVersion'];
  const strict = request['apiStrict'];
  const deprecation = request['apiDeprecationErrors'];
  if (version === undefined && strict === undefined && deprecation === undefined) return;
  const isStrict = strict !== undefined && boolean.read(strict, 'apiStrict', name);
  if (deprecation !== undefined) boolean.read(deprecation, 'apiDeprecationErrors', name);
  if (version === undefined) throw new MongoError(4886600, 'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion');
  const wanted = text.read(version, 'apiVersion', name);
  if (wanted !== '1') throw new MongoError('APIVersionError', `Cannot accept API version ${wanted}`);
  if (isStrict && !command.apiV1) {
    throw new MongoError('APIStrictError', `Provided apiStrict:true, but the command ${name} is not in API Version 1.`);
  }
}
