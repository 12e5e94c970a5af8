import { Long } from 'bson';
import { Int32 } from 'bson';
import type { Doc } from '../../bson/document.js';
import { failOnTransactionalWrite } from '../../fail-points/on-primary-transactional-write.js';
import type { Session } from '../../sessions/session.js';
import type { Transaction } from '../../storage/transaction.js';
import type { CommandContext, Reply } from '../command.js';

/**
 * The statements of a retryable write. Each is executed once, however often the command comes: its reply is remembered
 * together with what it wrote.
 */
export class Statements {
  private readonly session: Session | null;
  private readonly retried: Int32[] = [];

  constructor(private readonly context: CommandContext, private readonly ids: { stmtId?: number | undefined; stmtIds?: number[] | undefined } = {}) {
    const { session, txnNumber, transaction } = context;
    this.session = txnNumber !== null && transaction === null ? session : null;
  }

  get areRetryable(): boolean {
    return this.session !== null;
  }

  /** What the statement was answered, if it was executed before. */
  replyTo(position: number): Doc | undefined {
    const id = this.idOf(position);
    const reply = this.session?.replyTo(id);
    if (reply !== undefined) this.retried.push(new Int32(id));
    return reply;
  }

  /** @param reply what to answer next time */
  remember(transaction: Transaction, position: number, reply: () => Doc): void {
    if (this.session === null) return;
    this.session.remember(transaction, this.idOf(position), reply());
    failOnTransactionalWrite(this.context);
  }

  describeRetried(reply: Reply): void {
    if (this.retried.length > 0) reply.retriedStmtIds = this.retried;
  }

  private idOf(position: number): number {
    return this.ids.stmtIds?.[position] ?? (this.ids.stmtId ?? 0) + position;
  }
}

/** Numbers of a remembered reply. */
export function numberIn(reply: Doc, field: string): number {
  const value = reply[field];
  return value instanceof Long ? value.toNumber() : Number((value as Int32 | undefined)?.value ?? 0);
}
