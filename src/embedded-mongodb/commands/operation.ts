import type { Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { boundsOf } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { expired } from '../interruption.js';
import type { Server } from '../server.js';
import type { Session } from '../sessions/session.js';
import type { Transaction } from '../storage/transaction.js';
import type { Connection } from '../wire/connection.js';
import type { Request } from '../wire/frame.js';
import type { Command, CommandContext } from './command.js';
import type { ReadConcern, WriteConcern } from './concerns.js';

/** A command that is being run: for the command its context, for `currentOp` and `killOp` an operation. */
export class Operation implements CommandContext {
  readonly startedAt = Date.now();
  session: Session | null = null;
  transaction: Transaction | null = null;
  txnNumber: Long | null = null;
  readConcern!: ReadConcern;
  writeConcern!: WriteConcern;
  readsChangeStream = false;
  /** When `maxTimeMS` is over. */
  deadline = Infinity;

  private interruption: MongoError | null = null;
  private controller: AbortController | null = null;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    readonly id: number,
    readonly server: Server,
    readonly connection: Connection,
    readonly command: Command,
    readonly name: string,
    readonly database: string,
    private readonly source: Request,
  ) {}

  get request(): Doc {
    return this.source.body;
  }

  /** Made on demand: most commands never wait. */
  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController();
      if (this.interruption !== null) this.controller.abort(this.interruption);
      this.stopListening = this.connection.onClose(() => this.interrupt(disconnected()));
      if (this.deadline !== Infinity) this.timer = setTimeout(() => this.interrupt(expired()), Math.max(0, this.deadline - Date.now()));
    }
    return this.controller.signal;
  }

  throwIfInterrupted(): void {
    if (this.interruption === null && Date.now() >= this.deadline) this.interruption = expired();
    if (this.interruption !== null) throw this.interruption;
  }

  interrupt(reason: MongoError): void {
    this.interruption ??= reason;
    this.controller?.abort(this.interruption);
  }

  /** The command is over: nothing needs to interrupt it any more. */
  end(): void {
    clearTimeout(this.timer);
    this.stopListening?.();
  }

  documents(field: string): Bytes[] {
    return this.source.sequences?.get(field) ?? slicesOf(this.source.bodyBytes, field);
  }
}

function disconnected(): MongoError {
  return new MongoError('ClientDisconnect', 'operation was interrupted because a client disconnected');
}

const ARRAY = 0x04;
const DOCUMENT = 0x03;

/** The documents of an array field of a body that has been decoded once, so that it is known to be well formed. */
function slicesOf(body: Bytes, wanted: string): Bytes[] {
  for (const { type, name, offset } of elements(body, 0)) {
    if (type !== ARRAY || name !== wanted) continue;
    const documents: Bytes[] = [];
    for (const element of elements(body, offset)) {
      if (element.type === DOCUMENT) documents.push(body.subarray(element.offset, element.offset + boundsOf(body, element.offset)) as Bytes);
    }
    return documents;
  }
  return [];
}

function* elements(buffer: Bytes, start: number): Generator<{ type: number; name: string; offset: number }> {
  const end = start + buffer.readInt32LE(start) - 1;
  let offset = start + 4;
  while (offset < end) {
    const type = buffer[offset]!;
    const nameEnd = buffer.indexOf(0, offset + 1);
    const name = buffer.toString('latin1', offset + 1, nameEnd);
    offset = nameEnd + 1;
    yield { type, name, offset };
    offset += sizeOfValue(buffer, type, offset);
  }
}

function sizeOfValue(buffer: Bytes, type: number, offset: number): number {
  switch (type) {
    case 0x01: case 0x09: case 0x11: case 0x12: return 8;
    case 0x02: case 0x0d: case 0x0e: return 4 + buffer.readInt32LE(offset);
    case DOCUMENT: case ARRAY: case 0x0f: return buffer.readInt32LE(offset);
    case 0x05: return 5 + buffer.readInt32LE(offset);
    case 0x07: return 12;
    case 0x08: return 1;
    case 0x0b: return buffer.indexOf(0, buffer.indexOf(0, offset) + 1) + 1 - offset;
    case 0x10: return 4;
    case 0x13: return 16;
    default: return 0;
  }
}
