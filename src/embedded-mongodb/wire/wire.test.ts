import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { Int32 } from 'bson';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decode, encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { HEADER_SIZE, OP_COMPRESSED, OP_MSG, OP_QUERY } from './frame.js';
import type { Connection } from './connection.js';
import { Framer } from './framer.js';
import { Listener } from './listener.js';
import { writeReply } from './reply.js';

let listener: Listener;
let port: number;
let log: string[];
let connection: Connection;

/** Answers every request with its own body, and its sequences. */
beforeEach(async () => {
  log = [];
  listener = new Listener(async (request, from) => {
    connection = from;
    if (request.body['slow']) await new Promise((resolve) => { setTimeout(resolve, 20); });
    return request.wantsReply ? writeReply(request.opCode, request.requestId, doc({ echo: request.body })) : null;
  }, (line) => log.push(line));
  port = Number((await listener.listen(0)).split(':')[1]);
});

afterEach(() => listener.close());

test('a command in an OP_MSG is answered in an OP_MSG', async () => {
  const client = await Client.open();
  client.send(opMsg(7, [kind0(doc({ ping: new Int32(1) }))]));
  const { responseTo, opCode, body } = await client.receive();
  expect({ responseTo, opCode, body }).toMatchObject({ responseTo: 7, opCode: OP_MSG, body: { echo: { ping: new Int32(1) } } });
});

test('kind-1 sections become arrays of the body, whatever their order', async () => {
  const client = await Client.open();
  client.send(opMsg(1, [kind1('documents', [doc({ a: 'x' }), doc({ a: 'y' })]), kind0(doc({ insert: 'c' })), kind1('empty', [])]));
  const { body } = await client.receive();
  expect(body).toMatchObject({ echo: { insert: 'c', documents: [{ a: 'x' }, { a: 'y' }], empty: [] } });
});

test('moreToCome means that no answer is wanted', async () => {
  const client = await Client.open();
  client.send(opMsg(1, [kind0(doc({ first: true }))], 2));
  client.send(opMsg(2, [kind0(doc({ second: true }))]));
  expect((await client.receive()).responseTo).toBe(2);
});

test('whoever wants to hear of the end of a connection that has ended hears of it at once', async () => {
  const client = await Client.open();
  client.send(opMsg(1, [kind0(doc({ first: true }))]));
  await client.receive();
  client.end();
  await expect.poll(() => connection.closedAlready).toBe(true);
  let heard = 0;
  connection.onClose(() => { heard += 1; });
  expect(heard).toBe(1);
});

test('a checksum and the offer of exhaust are accepted', async () => {
  const client = await Client.open();
  client.send(opMsg(1, [kind0(doc({ ok: true })), Buffer.alloc(4)], 1 | (1 << 16)));
  expect((await client.receive()).responseTo).toBe(1);
});

test('an OP_QUERY is answered in an OP_REPLY', async () => {
  const client = await Client.open();
  const query = Buffer.concat([int32(0), Buffer.from('admin.$cmd\0'), int32(0), int32(-1), encode(doc({ isMaster: new Int32(1) }))]);
  client.send(frame(3, OP_QUERY, query));
  const { opCode, body } = await client.receive();
  expect({ opCode, body }).toMatchObject({ opCode: 1, body: { echo: { isMaster: new Int32(1) } } });
});

test('a message that says it is compressed, but not how, is still read', async () => {
  const client = await Client.open();
  const message = opMsg(4, [kind0(doc({ ping: true }))]).subarray(HEADER_SIZE);
  client.send(frame(4, OP_COMPRESSED, Buffer.concat([int32(OP_MSG), int32(message.length), Buffer.from([0]), message])));
  expect((await client.receive()).body).toMatchObject({ echo: { ping: true } });
});

test('requests of one connection are answered in their order', async () => {
  const client = await Client.open();
  client.send(Buffer.concat([opMsg(1, [kind0(doc({ slow: true }))]), opMsg(2, [kind0(doc({}))]), opMsg(3, [kind0(doc({}))])]));
  expect([(await client.receive()).responseTo, (await client.receive()).responseTo, (await client.receive()).responseTo]).toEqual([1, 2, 3]);
});

test('a frame may arrive byte by byte', async () => {
  const client = await Client.open();
  const message = opMsg(9, [kind0(doc({ text: 'ü'.repeat(10) }))]);
  for (const byte of message) client.send(Buffer.from([byte]));
  expect((await client.receive()).body).toMatchObject({ echo: { text: 'ü'.repeat(10) } });
});

test.each<[string, Buffer]>([
  ['a size below that of a header', Buffer.concat([int32(15), Buffer.alloc(12)])],
  ['a size above the limit', Buffer.concat([int32(48_000_001), Buffer.alloc(12)])],
  ['a negative size', Buffer.concat([int32(-1), Buffer.alloc(12)])],
  ['an unknown opcode', frame(1, 2002, Buffer.alloc(20))],
  ['an unknown required flag', opMsg(1, [kind0(doc({}))], 4)],
  ['no body', opMsg(1, [])],
  ['two bodies', opMsg(1, [kind0(doc({})), kind0(doc({}))])],
  ['an unknown section', opMsg(1, [Buffer.concat([Buffer.from([3]), encode(doc({}))])])],
  ['a section that overruns', opMsg(1, [kind0(doc({})), Buffer.concat([Buffer.from([1]), int32(1000), Buffer.from('x\0')])])],
  ['a section that is also in the body', opMsg(1, [kind0(doc({ x: 'y' })), kind1('x', [doc({})])])],
  ['BSON that claims too much', opMsg(1, [Buffer.concat([Buffer.from([0]), int32(500), Buffer.alloc(10)])])],
  ['BSON of an unknown type', opMsg(1, [Buffer.concat([Buffer.from([0]), int32(8), Buffer.from([0x55, 0x61, 0, 0])])])],
  ['a compressor nobody agreed on', frame(1, OP_COMPRESSED, Buffer.concat([int32(OP_MSG), int32(5), Buffer.from([1, 0, 0])]))],
  ['zlib that does not inflate', frame(1, OP_COMPRESSED, Buffer.concat([int32(OP_MSG), int32(5), Buffer.from([2, 9, 9, 9])]))],
])('%s closes the connection with a line in the log, and no other', async (_, bytes) => {
  const bystander = await Client.open();
  const client = await Client.open();
  client.send(bytes);
  await client.closed();
  expect(log).toHaveLength(1);
  bystander.send(opMsg(1, [kind0(doc({}))]));
  expect((await bystander.receive()).responseTo).toBe(1);
});

test('whatever is thrown at it, the server lives and other connections are not harmed', async () => {
  const bystander = await Client.open();
  const valid = opMsg(1, [kind0(doc({ insert: 'c', list: [doc({ a: 'b' })] })), kind1('documents', [doc({ a: new Int32(1) })])]);
  const mangled = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => {
      const copy = Buffer.from(valid);
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    }),
    fc.nat(valid.length - 1).map((size) => {
      const cut = Buffer.from(valid.subarray(0, Math.max(HEADER_SIZE, size)));
      cut.writeInt32LE(cut.length, 0);
      return cut;
    }),
  );
  let asked = 1;
  await fc.assert(fc.asyncProperty(mangled, async (bytes) => {
    const client = await Client.open();
    client.send(bytes);
    client.end();
    await client.closed();
    asked += 1;
    bystander.send(opMsg(asked, [kind0(doc({}))]));
    expect((await bystander.receive()).responseTo).toBe(asked);
  }), { numRuns: 300 });
});

test('frames come out of chunks as they went in, however they are cut', () => {
  const messages = [1, 2, 3].map((id) => opMsg(id, [kind0(doc({ text: 'x'.repeat(id * 7) }))]));
  const stream = Buffer.concat(messages);
  fc.assert(fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
    const framer = new Framer();
    const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
    const frames = edges.slice(1).flatMap((edge, i) => [...framer.push(stream.subarray(edges[i], edge))].map((bytes) => Buffer.from(bytes)));
    expect(frames).toEqual(messages);
  }));
});

test('stored bytes go into a reply as they are, beside everything else', () => {
  const stored = [encode(doc({ _id: new Int32(1), text: 'é' })), encode(doc({ _id: new Int32(2) }))];
  const reply = writeReply(OP_MSG, 1, Object.assign(doc({}), { cursor: Object.assign(doc({}), { firstBatch: stored, ns: 'a.b' }), none: [], n: new Int32(3) }));
  expect(reply.readInt32LE(0)).toBe(reply.length);
  expect(decode(reply, HEADER_SIZE + 5)).toEqual(doc({
    cursor: doc({ firstBatch: stored.map((bytes) => decode(bytes)), ns: 'a.b' }), none: [], n: new Int32(3),
  }));
});

class Client {
  private buffered = Buffer.alloc(0);
  private readonly gone: Promise<unknown>;

  private constructor(private readonly socket: Socket) {
    this.gone = once(socket, 'close').catch(() => {});
    socket.on('error', () => {});
    socket.on('data', (chunk) => { this.buffered = Buffer.concat([this.buffered, chunk]); });
  }

  static async open(): Promise<Client> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Client(socket);
  }

  send(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  end(): void {
    this.socket.end();
  }

  async closed(): Promise<void> {
    await this.gone;
  }

  async receive(): Promise<{ responseTo: number; opCode: number; body: Doc }> {
    while (this.buffered.length < 4 || this.buffered.length < this.buffered.readInt32LE(0)) await once(this.socket, 'data');
    const size = this.buffered.readInt32LE(0);
    const bytes = this.buffered.subarray(0, size);
    this.buffered = this.buffered.subarray(size);
    const opCode = bytes.readInt32LE(12);
    return { responseTo: bytes.readInt32LE(8), opCode, body: decode(bytes, opCode === OP_MSG ? HEADER_SIZE + 5 : HEADER_SIZE + 20) };
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function frame(requestId: number, opCode: number, rest: Buffer): Buffer {
  return Buffer.concat([int32(HEADER_SIZE + rest.length), int32(requestId), int32(0), int32(opCode), rest]);
}

function opMsg(requestId: number, sections: Buffer[], flags = 0): Buffer {
  return frame(requestId, OP_MSG, Buffer.concat([int32(flags), ...sections]));
}

function kind0(body: Doc): Buffer {
  return Buffer.concat([Buffer.from([0]), encode(body)]);
}

function kind1(identifier: string, documents: Doc[]): Buffer {
  const rest = Buffer.concat([Buffer.from(`${identifier}\0`), ...documents.map(encode)]);
  return Buffer.concat([Buffer.from([1]), int32(rest.length + 4), rest]);
}
