import { Int32 } from 'bson';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { anything, fieldsOf, object, required, text } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('configureFailPoint', { configureFailPoint: required(text), mode: anything, data: object });

/** A test command: a server that was not started with fail points does not know it. */
export function configureFailPoint({ server, request }: CommandContext): Reply {
  if (server.failPoints === null) throw new MongoError('CommandNotFound', "no such command: 'configureFailPoint'");
  const { configureFailPoint: name, mode, data } = readArguments(request);
  return doc({ count: new Int32(server.failPoints.configure(name, mode, data ?? new NewDoc())) });
}
