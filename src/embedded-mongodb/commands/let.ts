import type { Result } from '../aggregation/expression.js';
import { compileExpression, Variables } from '../aggregation/expression.js';
import type { Value } from '../bson/document.js';
import { Doc, isDoc } from '../bson/document.js';
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

/** The constants `c` of an update are values, and no expressions. */
export function checkConstants(constants: Doc): Doc {
  Object.keys(constants).forEach(checkName);
  return constants;
}

function evaluate(name: string, letSpec: Doc, known: Variables): Result {
  checkName(name);
  const spec = letSpec[name];
  const expression = compileExpression(spec, { constants: known });
  if (!readsDocument(spec)) return expression(new Doc(), known);
  throw new MongoError(4890500, 'Command let Expression tried to access a field, but this is not allowed because Command let Expressions run before the query examines any documents.');
}

function readsDocument(spec: Value): boolean {
  if (typeof spec === 'string') return /^\$(?!\$)|^\$\$(ROOT|CURRENT)(\.|$)/.test(spec);
  if (Array.isArray(spec)) return spec.some(readsDocument);
  return isDoc(spec) && Object.keys(spec).some((field) => field !== '$literal' && readsDocument(spec[field]));
}

function checkName(name: string): void {
  const refuse = (reason: string): never => { throw new MongoError('FailedToParse', reason); };
  if (name === '') refuse('empty variable names are not allowed');
  if (RESERVED.has(name)) refuse(`'${name}' is a reserved variable name`);
  if (!/^[a-z\u0080-\uffff]/.test(name) && name !== 'CURRENT') refuse(`'${name}' starts with an invalid character for a user variable name`);
  if (!/^[A-Za-z0-9_\u0080-\uffff]*$/.test(name)) refuse(`'${name}' contains an invalid character for a variable name`);
}
