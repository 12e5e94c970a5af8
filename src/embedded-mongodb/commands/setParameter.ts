import { Int32 } from 'bson';
import type { Value } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { GENERIC_FIELDS, longOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

/** The parameters that tests turn. */
export function setParameter({ server, request }: CommandContext): Reply {
  const reply = new NewDoc();
  for (const name of Object.keys(request)) {
    if (name === 'setParameter' || GENERIC_FIELDS.has(name)) continue;
    if (!Object.hasOwn(server.parameters, name)) {
      throw new MongoError('InvalidOptions', `attempted to set unrecognized parameter [${name}], use help:true to see options`);
    }
    const parameter = name as keyof typeof server.parameters;
    reply['was'] ??= server.parameters[parameter];
    if (parameter === 'ttlMonitorEnabled') server.parameters[parameter] = flag(name, request[name]);
    else server.parameters[parameter] = amount(name, request[name]);
  }
  if (!('was' in reply)) throw new MongoError('InvalidOptions', 'no option found to set, use help:true to see options');
  return reply;
}

function amount(name: string, value: Value): Int32 {
  if (!isNumber(value)) throw new MongoError('BadValue', `${name} must be a number, not ${typeOf(value)}`);
  const number = longOf(value);
  if (number < 1) throw new MongoError('BadValue', `Invalid value for parameter ${name}: ${number} is not greater than or equal to 1`);
  return new Int32(number);
}

function flag(name: string, value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return longOf(value) !== 0;
  throw new MongoError('BadValue', `${name} must be a boolean, not ${typeOf(value)}`);
}
