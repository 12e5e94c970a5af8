import type { Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Namespace } from '../environment.js';
import { readFields } from '../read-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';

export const $out: StageDefinition = {
  position: 'last',
  notIn: ['$facet', '$lookup', '$unionWith', 'transaction', 'view'],
  precheck(specification, context) {
    targetOf(specification, context);
  },
  parse(specification, context): Stage {
    return { name: '$out', specification, output: { stage: '$out', namespace: targetOf(specification, context) }, run: (source) => source };
  },
};

const INTERNAL = new Set(['admin', 'config', 'local']);

function targetOf(specification: Value, context: StageContext): Namespace {
  const namespace = namespaceOf(specification, context);
  checkTarget(namespace, '$out');
  if (namespace.collection.startsWith('system.')) throw new MongoError(17385, `Can't $out to special collection: ${namespace.collection}`);
  if (INTERNAL.has(namespace.database)) throw new MongoError(31321, `Can't $out to internal database: ${namespace.database}`);
  return namespace;
}

function namespaceOf(specification: Value, { environment }: StageContext): Namespace {
  const own = environment.namespace?.database ?? '';
  if (typeof specification === 'string') return { database: own, collection: specification };
  if (!isDoc(specification)) throw new MongoError(16990, `$out only supports a string or object argument, but found ${typeOf(specification)}`);
  const { db, coll } = readFields(specification, '$out', { db: 'string', coll: { required: 'string' }, timeseries: 'object' });
  return { database: (db as string | undefined) ?? own, collection: coll as string };
}

/** Names that no collection can have. */
export function checkTarget({ database, collection }: Namespace, stage: string): void {
  if (collection === '') throw new MongoError('InvalidNamespace', `Invalid ${stage} target namespace, ${database}`);
  if (collection.includes('\0')) throw new MongoError('InvalidNamespace', 'namespaces cannot have embedded null characters');
  if (collection.startsWith('.')) throw new MongoError('InvalidNamespace', `Collection names cannot start with '.': ${collection}`);
  if (collection.includes('$')) throw new MongoError('IllegalOperation', `error with target namespace: Invalid collection name: ${collection}`);
}
