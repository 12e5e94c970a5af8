import { constantOf, MISSING, Variables } from '../aggregation/expression.js';
import { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { timestampOf } from '../storage/clock.js';
import type { CommandContext } from './command.js';

/** Names that only the system gives. */
const RESERVED = new Set(['ROOT', 'NOW', 'CLUSTER_TIME', 'REMOVE', 'KEEP', 'PRUNE', 'DESCEND', 'USER_ROLES', 'SEARCH_META', 'JS_SCOPE', 'IS_MR']);

/** The variables that a command's expressions may use: `$$NOW`, `$$CLUSTER_TIME`, and those of its `let`. */
export function variablesOf({ server }: CommandContext, letSpec?: Doc): Variables {
  const variables = Variables.of({ NOW: new Date(), CLUSTER_TIME: timestampOf(server.store.clock.now) });
  if (letSpec === undefined) return variables;
  return Object.keys(letSpec).reduce((known, name) => known.with(name, evaluate(name, letSpec, known)), variables);
}

/** The constants `c` of an update, each of which may use those before it. */
export function constantsOf(constants: Doc, variables: Variables): Doc {
  const values = new Doc();
  let known = variables;
  for (const name of Object.keys(constants)) {
    const value = evaluate(name, constants, known);
    known = known.with(name, value);
    if (value !== MISSING) values[name] = value;
  }
  return values;
}

function evaluate(name: string, letSpec: Doc, known: Variables): ReturnType<Variables['get']> {
  checkName(name);
  const constant = constantOf(letSpec[name], { constants: known });
  if (constant !== undefined) return constant.value;
  throw new MongoError(4890500, 'Command let Expression tried to access a field, but this is not allowed because Command let Expressions run before the query examines any documents.');
}

function checkName(name: string): void {
  const refuse = (reason: string): never => { throw new MongoError('FailedToParse', reason); };
  if (name === '') refuse('empty variable names are not allowed');
  if (RESERVED.has(name)) refuse(`'${name}' is a reserved variable name`);
  if (!/^[a-z\u0080-\uffff]/.test(name) && name !== 'CURRENT') refuse(`'${name}' starts with an invalid character for a user variable name`);
  if (!/^[A-Za-z0-9_\u0080-\uffff]*$/.test(name)) refuse(`'${name}' contains an invalid character for a variable name`);
}
