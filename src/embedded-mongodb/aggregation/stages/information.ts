import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Namespace, ServerInformation } from '../environment.js';
import { readFields } from '../read-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';

// Stages that tell about the server. What they tell comes from the environment.

type Tell = (server: ServerInformation, namespace: Namespace, specification: Doc) => Iterable<Doc>;

function telling(name: string, check: (specification: Value, context: StageContext) => void, tell: Tell, more: Partial<StageDefinition> = {}): StageDefinition {
  return {
    position: 'first',
    makesDocuments: true,
    notIn: ['$facet', 'transaction'],
    precheck: check,
    parse(specification, context): Stage {
      const { server, namespace = { database: '', collection: '' } } = context.environment;
      return {
        name,
        specification,
        *run() {
          if (server === undefined) throw new MongoError('IllegalOperation', `${name} has no server to tell about here`);
          yield* tell(server, namespace, specification as Doc);
        },
      };
    },
    ...more,
  };
}

export const $collStats = telling('$collStats', (specification) => {
  if (!isDoc(specification)) throw new MongoError(5447000, `$collStats must take a nested object but found: ${typeOf(specification)}`);
  const fields = readFields(specification, '$collStats', {
    latencyStats: 'object', storageStats: 'object', count: 'object', queryExecStats: 'object', operationStats: 'object', targetAllNodes: 'bool',
  });
  if (isDoc(fields.count) && Object.keys(fields.count).length > 0) throw new MongoError(31170, 'expected an empty object, but got something else as $collStats.count');
}, (server, namespace, specification) => server.collStats(namespace, specification));

export const $indexStats = telling('$indexStats', (specification) => {
  if (!isDoc(specification) || Object.keys(specification).length > 0) throw new MongoError(28803, 'The $indexStats stage specification must be an empty object');
}, (server, namespace) => server.indexStats(namespace));

export const $planCacheStats = telling('$planCacheStats', (specification) => {
  if (!isDoc(specification)) throw new MongoError('FailedToParse', `$planCacheStats value must be an object. Found: ${typeOf(specification)}`);
  for (const field of Object.keys(specification)) {
    if (field !== 'allHosts') throw new MongoError('FailedToParse', `$planCacheStats parameters object may contain only 'allHosts' field. Found: ${field}`);
  }
}, (server, namespace) => server.planCacheStats(namespace));

const CURRENT_OP_OPTIONS = ['allUsers', 'idleConnections', 'idleCursors', 'idleSessions', 'localOps', 'truncateOps', 'targetAllNodes', 'backtrace'];

export const $currentOp = telling('$currentOp', (specification, { environment }) => {
  if (!isDoc(specification)) throw new MongoError('FailedToParse', `$currentOp options must be specified in an object, but found: ${typeOf(specification)}`);
  const { database, collection } = environment.namespace ?? { database: '', collection: '' };
  if (database !== 'admin' || collection !== '') throw new MongoError('InvalidNamespace', "$currentOp must be run against the 'admin' database with {aggregate: 1}");
  for (const option of Object.keys(specification)) {
    if (!CURRENT_OP_OPTIONS.includes(option)) throw new MongoError('FailedToParse', `Unrecognized option '${option}' in $currentOp stage`);
    if (typeof specification[option] !== 'boolean') throw new MongoError('FailedToParse', `The '${option}' parameter of the $currentOp stage must be a boolean value`);
  }
}, (server, _namespace, specification) => server.currentOp(specification), { needsNoCollection: true });

const SESSION_FIELDS = { users: 'array', allUsers: 'bool', $_internalPredicate: 'object' } as const;

function checkSessions(name: string): (specification: Value) => void {
  return (specification) => {
    if (!isDoc(specification)) throw new MongoError('TypeMismatch', `BSON field '${name}' is the wrong type '${typeOf(specification)}', expected type 'object'`);
    readFields(specification, name, SESSION_FIELDS);
    if (specification.allUsers === true && Array.isArray(specification.users) && specification.users.length > 0) {
      throw new MongoError('UnsupportedFormat', `${name} may not specify {allUsers:true} and {users:[...]} at the same time`);
    }
  };
}

export const $listSessions = telling('$listSessions', checkSessions('$listSessions'), (server, _namespace, specification) => server.listSessions(specification), { needsNoCollection: true });

export const $listLocalSessions = telling(
  '$listLocalSessions', checkSessions('$listLocalSessions'), (server, _namespace, specification) => server.listLocalSessions(specification), { needsNoCollection: true },
);
