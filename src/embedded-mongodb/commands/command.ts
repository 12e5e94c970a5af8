import type { Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import type { Server } from '../server.js';
import type { Session } from '../sessions/session.js';
import type { Transaction } from '../storage/transaction.js';
import type { Connection } from '../wire/connection.js';
import type { ReadConcern, WriteConcern } from './concerns.js';

/** What runs a command. It lives in a file under the command's own name; `commands/index.ts` lists it with its traits. */
export type Run = (context: CommandContext) => Reply | Promise<Reply>;

/** What must be known about a command before it runs. Absent means no. */
export interface Command {
  run: Run;
  /** May it run inside a transaction? */
  inTransaction?: boolean;
  /** Does it take a `readConcern`? `local` means that level only. */
  readConcern?: 'any' | 'local';
  /** Does it take a `writeConcern`? */
  writeConcern?: boolean;
  /** With a `txnNumber` outside a transaction, is it a retryable write? */
  retryable?: boolean;
  /** Only on the `admin` database. */
  adminOnly?: boolean;
  /** Is it part of Stable API version 1? */
  apiV1?: boolean;
  /** May it be sent in the frame of the days before sessions (OP_QUERY), and is it spared by fail points? */
  handshake?: boolean;
  /** One sentence for `listCommands`. */
  help?: string;
}

/**
 * What a command answers, without `ok` and the times, which dispatch adds. Stored documents are handed on as bytes:
 * `Bytes`, and an array of them, are written into the reply as they are.
 */
export interface Reply {
  [field: string]: Value | Bytes | Bytes[] | Reply;
}

/** Everything a command may know about the request it serves. */
export interface CommandContext {
  readonly server: Server;
  readonly connection: Connection;
  /** The command's name as it was sent, for example `isMaster`. */
  readonly name: string;
  /** `$db` */
  readonly database: string;
  /** The decoded body. Kind-1 sections are in it as arrays, under their identifiers. */
  readonly request: Doc;
  /** Null for a command outside any session. */
  readonly session: Session | null;
  /** The open transaction that the command belongs to. */
  readonly transaction: Transaction | null;
  /** Of a transaction or of a retryable write. */
  readonly txnNumber: Long | null;
  readonly readConcern: ReadConcern;
  readonly writeConcern: WriteConcern;
  /** Set by a getMore on a change stream: its errors may be labelled as resumable. */
  readsChangeStream: boolean;
  /** Aborts when `maxTimeMS` is over, the client has gone, the operation is killed or the server stops. Its reason is a MongoError. */
  readonly signal: AbortSignal;
  /** Throws when `signal` has aborted, or would have if this thread had not been busy. For long loops. */
  throwIfInterrupted(): void;
  /**
   * The bytes of the documents in an array field, whether they came in the body or in a kind-1 section. They are slices
   * of the receive buffer: copy what you keep.
   */
  documents(field: string): Bytes[];
}
