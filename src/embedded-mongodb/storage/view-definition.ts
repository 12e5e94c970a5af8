import type { Doc } from '../bson/document.js';
import type { Namespace } from './oplog.js';

/** A named pipeline over another collection. */
export class ViewDefinition {
  constructor(public namespace: Namespace, public options: Doc) {}

  get on(): Namespace {
    return { database: this.namespace.database, collection: this.options.viewOn as string };
  }

  get pipeline(): Doc[] {
    return (this.options.pipeline as Doc[] | undefined) ?? [];
  }
}
