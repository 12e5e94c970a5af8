import type { Document } from 'bson';
import { deserialize, Long, serialize, UUID } from 'bson';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** For tests: a refusal, as it came. */
export class Refusal extends Error {
  constructor(readonly reply: Document) {
    super(String(reply.errmsg));
  }

  override get name(): string {
    return String(this.reply.codeName);
  }

  get labels(): string[] {
    return (this.reply.errorLabels as string[] | undefined) ?? [];
  }
}

/** For tests: commands as they are on the wire, without a driver's opinion of sessions and retries. */
export class RawClient {
  private received: Buffer = Buffer.alloc(0);
  private readonly waiting: ((reply: Document) => void)[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.receive(chunk));
  }

  static async open(uri: string): Promise<RawClient> {
    const { hostname, port } = new URL(uri);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  close(): void {
    this.socket.destroy();
  }

  async run(command: Document, database = 'bank'): Promise<Document> {
    const body = serialize({ ...command, $db: database }, { ignoreUndefined: true });
    const head = Buffer.alloc(21);
    head.writeInt32LE(head.length + body.length, 0);
    head.writeInt32LE(2013, 12);
    this.socket.write(Buffer.concat([head, body]));
    const reply = await new Promise<Document>((resolve) => this.waiting.push(resolve));
    if (reply.ok !== 1) throw new Refusal(reply);
    return reply;
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    while (this.received.length >= 4 && this.received.length >= this.received.readInt32LE(0)) {
      const size = this.received.readInt32LE(0);
      const reply = deserialize(this.received.subarray(21, size));
      this.received = this.received.subarray(size);
      this.waiting.shift()!(reply);
    }
  }
}

/** For tests: a logical session, and the numbers of its transactions. */
export class RawSession {
  readonly lsid = { id: new UUID() };
  txnNumber = 0;

  constructor(public client: RawClient) {}

  run(command: Document, database?: string): Promise<Document> {
    return this.client.run({ ...command, lsid: this.lsid }, database);
  }

  /** Begins the next transaction. */
  start(command: Document, database?: string): Promise<Document> {
    this.txnNumber += 1;
    return this.run({ ...command, txnNumber: Long.fromNumber(this.txnNumber), autocommit: false, startTransaction: true }, database);
  }

  continue(command: Document, database?: string): Promise<Document> {
    return this.run({ ...command, txnNumber: Long.fromNumber(this.txnNumber), autocommit: false }, database);
  }

  end(command: 'commitTransaction' | 'abortTransaction'): Promise<Document> {
    return this.continue({ [command]: 1 }, 'admin');
  }

  /** A retryable write. */
  write(txnNumber: number, command: Document): Promise<Document> {
    return this.run({ ...command, txnNumber: Long.fromNumber(txnNumber) });
  }
}
