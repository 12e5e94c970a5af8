import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';
import { identical } from '../bson/identical.js';
import { MongoError } from '../errors.js';
import type { Catalog } from '../storage/catalog.js';
import type { Entry } from '../storage/collection.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import type { View } from '../storage/version.js';

const DEEPEST = 20;

export interface Resolved {
  namespace: Namespace;
  entry: Collection | null;
  pipeline: Doc[];
  collation: Doc | undefined;
}

/** Puts the pipelines of views in front of a pipeline, down to the collection beneath them all. */
export function resolveView(catalog: Catalog, view: View, named: Namespace, found: Entry | null, stages: Doc[], collation: Doc | undefined): Resolved {
  let namespace = named;
  let entry = found;
  let pipeline = stages;
  let own = collation;
  for (let depth = 0; entry instanceof ViewDefinition; depth += 1) {
    if (depth >= DEEPEST) throw new MongoError(165, `View depth too deep or view cycle detected; maximum view depth is ${DEEPEST}`);
    own = depth === 0 ? collationOfView(entry, collation) : own;
    pipeline = [...entry.pipeline, ...pipeline];
    namespace = entry.on;
    entry = catalog.find(view, namespace);
  }
  const collection = entry instanceof Collection ? entry : null;
  return { namespace, entry: collection, pipeline, collation: own ?? (found === collection ? (collection?.options['collation'] as Doc | undefined) : undefined) };
}

/** A view has its own collation, and takes no other. */
function collationOfView(definition: ViewDefinition, given: Doc | undefined): Doc | undefined {
  const own = definition.options['collation'] as Doc | undefined;
  if (given === undefined || identical(given, own)) return own;
  if (collationOf(given) === undefined && collationOf(own) === undefined) return own;
  throw new MongoError('OptionNotSupportedOnView', `Cannot override a view's default collation of ${definition.namespace.database}.${definition.namespace.collection}`);
}
