import { Int32 } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Server } from '../server.js';
import type { CommandContext, Reply } from './command.js';
import { FEATURE_COMPATIBILITY_VERSION, LOGICAL_SESSION_TIMEOUT_MINUTES } from './version.js';

/** The parameters that tools ask for. */
function parametersOf(server: Server): Doc {
  return doc({
    featureCompatibilityVersion: doc({ version: FEATURE_COMPATIBILITY_VERSION }),
    authenticationMechanisms: [],
    enableTestCommands: server.failPoints !== null,
    localLogicalSessionTimeoutMinutes: new Int32(LOGICAL_SESSION_TIMEOUT_MINUTES),
    transactionLifetimeLimitSeconds: server.parameters.transactionLifetimeLimitSeconds,
    cursorTimeoutMillis: server.parameters.cursorTimeoutMillis,
    ttlMonitorEnabled: server.parameters.ttlMonitorEnabled,
    requireApiVersion: false,
    quiet: false,
  });
}

/** Asking for none of the parameters that exist is an error; asking for some beside them is not. */
export function getParameter({ server, request }: CommandContext): Reply {
  const known = parametersOf(server);
  const wanted = request['getParameter'];
  const reply = new NewDoc();
  const wantsAll = wanted === '*' || (isDoc(wanted) && wanted['allParameters'] === true);
  for (const name of Object.keys(known)) if (wantsAll || name in request) reply[name] = described(known[name], wanted);
  if (Object.keys(reply).length === 0) throw new MongoError('InvalidOptions', 'no option found to get');
  return reply;
}

function described(value: Value, wanted: Value): Value {
  return isDoc(wanted) && wanted['showDetails'] === true ? doc({ value, settableAtRuntime: true, settableAtStartup: true }) : value;
}
