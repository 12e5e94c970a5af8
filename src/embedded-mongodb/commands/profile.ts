import { Double, Int32 } from 'bson';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { anything, fieldsOf, int, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('profile', { profile: required(int), slowms: anything, sampleRate: anything, filter: anything });

/** Nothing is profiled; one can ask, and switch it off. */
export function profile({ request }: CommandContext): Reply {
  const { profile: level } = readArguments(request);
  if (level > 0) throw new MongoError('CommandNotSupported', 'this server has no profiler');
  return doc({ was: new Int32(0), slowms: new Int32(100), sampleRate: new Double(1) });
}
