import { Int32 } from 'bson';
import type { Bytes } from '../../bson/codec.js';
import { encode } from '../../bson/codec.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Filter } from '../../query/filter.js';
import type { Collection, Row } from '../../storage/collection.js';
import { timestampOf } from '../../storage/clock.js';
import type { Namespace } from '../../storage/oplog.js';
import type { Transaction } from '../../storage/transaction.js';
import type { Update } from '../../update/index.js';
import { checkUpsertFilter, compileUpdate, documentForUpsert } from '../../update/index.js';
import type { CommandContext } from '../command.js';
import { checkConstants } from '../let.js';
import { MAX_BSON_OBJECT_SIZE } from '../version.js';
import type { Selection } from './find-target.js';
import { Target } from './find-target.js';
import { idFirst } from './stored-form.js';
import { existingCollection, writableCollection } from './target.js';
import { checkChangedDocument, checkNewDocument } from './validation.js';

/** One update, as `update`, `findAndModify` and `bulkWrite` know it. */
export interface UpdateStatement extends Selection {
  update: Doc | Doc[];
  arrayFilters?: Doc[] | undefined;
  constants?: Doc | undefined;
  /** What an upsert inserts is `constants.new`, and not what the update makes. */
  upsertSupplied?: boolean | undefined;
  upsert: boolean;
  multi: boolean;
  bypassDocumentValidation: boolean;
}

export interface Updated {
  matched: number;
  modified: number;
  /** Undefined is a value too, so whether there was an upsert is said apart. */
  upserted: { id: Value } | null;
  /** Of a single update: the document before and after. */
  before: Row | null;
  after: Row | null;
}

/** Called inside the storage transaction of each document that is written. */
export type Witness = (transaction: Transaction, updated: Updated) => void;

const NOTHING: Updated = { matched: 0, modified: 0, upserted: null, before: null, after: null };

/** Applies one update statement. */
export class Updating {
  private readonly target: Target;
  private update: { update: Update; filter: Filter } | null = null;

  constructor(private readonly context: CommandContext, private readonly namespace: Namespace, private readonly statement: UpdateStatement, private readonly witness: Witness) {
    if (statement.upsert) checkUpsertFilter(statement.filter);
    if (statement.upsertSupplied && !isDoc(statement.constants?.new)) {
      throw new MongoError('FailedToParse', "the parameter 'upsertSupplied' is set to 'true', but no document was supplied");
    }
    this.target = new Target(statement);
  }

  run(): Updated | Promise<Updated> {
    return this.statement.multi ? this.updateMany() : this.statementOf((transaction) => this.updateOne(transaction));
  }

  private statementOf<T>(work: (transaction: Transaction) => T): T | Promise<T> {
    return this.context.server.store.inStatement(this.context.transaction, work, () => this.context.signal);
  }

  private updateOne(transaction: Transaction): Updated {
    const collection = existingCollection(this.context.server.store, transaction, this.namespace);
    this.compile(collection);
    const row = collection && this.target.first(collection, transaction);
    if (row === null) return this.statement.upsert ? this.upsert(transaction) : NOTHING;
    return this.modify(transaction, collection!, row);
  }

  /** First finds the documents, then changes them: so none is met again where an index moved it to. */
  private async updateMany(): Promise<Updated> {
    const found = await this.statementOf((transaction) => {
      const collection = existingCollection(this.context.server.store, transaction, this.namespace);
      this.compile(collection);
      const rows = collection === null ? [] : [...this.target.rows(collection, transaction)];
      if (rows.length === 0 && this.statement.upsert) return this.upsert(transaction);
      return { collection: collection!, rows };
    });
    if (!('rows' in found)) return found;
    const total = { ...NOTHING };
    for (const row of found.rows) {
      this.context.throwIfInterrupted();
      const pending = this.statementOf((transaction) => this.modifyAgain(transaction, found.collection, row));
      const { matched, modified } = pending instanceof Promise ? await pending : pending;
      total.matched += matched;
      total.modified += modified;
    }
    return total;
  }

  private modifyAgain(transaction: Transaction, collection: Collection, found: Row): Updated {
    if (existingCollection(this.context.server.store, transaction, this.namespace) !== collection) return NOTHING;
    const row = this.target.again(collection, transaction, found);
    return row === null ? NOTHING : this.modify(transaction, collection, row);
  }

  private modify(transaction: Transaction, collection: Collection, row: Row): Updated {
    const { update, filter } = this.compile(collection);
    const before = row.decode();
    const touched: string[] = [];
    const after = update.apply(before, filter, false, touched);
    const updated: Updated = { matched: 1, modified: 0, upserted: null, before: row, after: row };
    if (after === before) return updated;
    updated.modified = 1;
    const bytes = encode(after);
    checkSize(bytes);
    if (!this.statement.bypassDocumentValidation) checkChangedDocument(collection, before, after);
    updated.after = collection.replace(transaction, row, bytes, update.isReplacementOf(before, after) ? 'replace' : 'update', after, update.kind === 'operators' ? touched : undefined);
    this.witness(transaction, updated);
    return updated;
  }

  private upsert(transaction: Transaction): Updated {
    const collection = writableCollection(this.context.server.store, transaction, this.namespace);
    const { update } = this.compile(collection);
    const document = this.statement.upsertSupplied ? idFirst(this.statement.constants!.new as Doc) : documentForUpsert(this.statement.filter, update);
    const bytes = encode(document);
    checkSize(bytes);
    if (!this.statement.bypassDocumentValidation) checkNewDocument(collection, document);
    const after = collection.insert(transaction, bytes, document);
    const updated: Updated = { matched: 0, modified: 0, upserted: { id: document._id }, before: null, after };
    this.witness(transaction, updated);
    return updated;
  }

  private compile(of: Collection | null): { update: Update; filter: Filter } {
    const { filter, strings, collation } = this.target.under(of);
    if (this.update?.filter !== filter) {
      const { variables, constants, arrayFilters, multi } = this.statement;
      const { clock } = this.context.server.store;
      const update = compileUpdate(this.statement.update, {
        variables,
        multi,
        timestamp: () => timestampOf(clock.tick()),
        ...(constants && { constants: checkConstants(constants) }),
        ...(arrayFilters && { arrayFilters }),
        ...(collation && { collation }),
        ...(strings && { strings }),
      });
      this.update = { update, filter };
    }
    return this.update!;
  }
}

function checkSize(bytes: Bytes): void {
  if (bytes.length > MAX_BSON_OBJECT_SIZE) throw new MongoError('BSONObjectTooLarge', `Resulting document after update is larger than ${MAX_BSON_OBJECT_SIZE}`);
}

/** What a retried statement is told again. Upserted documents count as matched, as the commands count them. */
export function replyOf({ matched, modified, upserted }: Updated): Doc {
  const reply = doc({ n: new Int32(matched + (upserted === null ? 0 : 1)), nModified: new Int32(modified) });
  if (upserted !== null) reply.upserted = upserted.id;
  return reply;
}
