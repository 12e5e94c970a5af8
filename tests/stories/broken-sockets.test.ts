import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';

import { getIntrospectionQuery } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { Documents } from '../../src/graphql/documents.js';
import { createLogger } from '../../src/platform/logger.js';
import { people, theApp, useApp } from '../testkit/index.js';

type Entry = Readonly<Record<string, unknown>>;

const logged: Entry[] = [];
const log = createLogger('trace', new Writable({ write: (line: Buffer, _, done) => (logged.push(JSON.parse(line.toString()) as Entry), done()) }));
const [debug, info, warn] = [20, 30, 40];

useApp({}, log);

const printed: unknown[][] = [];
beforeEach(() => {
  logged.splice(0);
  printed.splice(0);
  for (const way of ['log', 'info', 'warn', 'error', 'debug'] as const) vi.spyOn(console, way).mockImplementation((...words) => void printed.push(words));
});
afterEach(() => vi.restoreAllMocks());

/** A socket that has said hello, and who it is. */
async function connected() {
  const { ana } = await people('ana');
  const socket = new WebSocket(`${theApp().url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const says = (message: object) => socket.send(JSON.stringify(message));
  const answered = once(socket, 'message');
  says({ type: 'connection_init', payload: { authorization: `Bearer ${ana.token}` } });
  await answered;
  return { ana, socket, says };
}

const operations = () => logged.filter(({ msg }) => msg === 'operation').length;
const closingOf = async (socket: WebSocket) => (await once(socket, 'close'))[0] as number;

describe('a socket that breaks', () => {
  test('while it is written to is a client that hung up, and no error', async () => {
    const { socket, says } = await connected();
    // More than the system keeps for one who does not read, so that something is still being written.
    socket.pause();
    const [before, howMany] = [operations(), 100];
    for (let n = 0; n < howMany; n++) says({ id: `n${n}`, type: 'subscribe', payload: { query: getIntrospectionQuery() } });
    await expect.poll(operations, { timeout: 20_000 }).toBe(before + howMany);
    (socket as unknown as { _socket: Socket })._socket.resetAndDestroy();
    await expect.poll(() => logged.filter(({ msg }) => msg === 'A client hung up.').length).toBeGreaterThan(0);
    expect(logged.filter(({ level }) => (level as number) >= warn)).toEqual([]);
    expect(logged.find(({ msg }) => msg === 'A client hung up.')).toMatchObject({ level: debug, code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/) as unknown });
    expect(printed).toEqual([]);
  });

  test('over a frame that is too large is told of in the log, with what it was closed with', async () => {
    const { ana, socket } = await connected();
    const closing = closingOf(socket);
    socket.send(`"${'x'.repeat(300_000)}"`);
    expect(await closing).toBe(1009);
    expect(logged).toContainEqual(expect.objectContaining({ level: info, closeCode: 1009, code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', viewerId: ana.id }));
    expect(printed).toEqual([]);
  });

  test.each([
    ['that only servers send', '{"type":"connection_ack"}'],
    ['that is none', '{"type":'],
  ])('over a message %s is no error of ours', async (_, message) => {
    const { socket } = await connected();
    const closing = closingOf(socket);
    socket.send(message);
    expect(await closing).toBe(4400);
    expect(logged.filter(({ level }) => (level as number) >= warn)).toEqual([]);
    expect(printed).toEqual([]);
  });

  test('over something unexpected of ours is an error in the log, and its client is told nothing of it', async () => {
    const { socket, says } = await connected();
    const closing = once(socket, 'close') as Promise<[number, Buffer]>;
    vi.spyOn(Documents.prototype, 'read').mockImplementationOnce(() => {
      throw new Error('the library is on fire');
    });
    says({ id: 'one', type: 'subscribe', payload: { query: '{ me { email } }' } });
    const [code, reason] = await closing;
    expect([code, reason.toString()]).toEqual([4500, 'Internal server error']);
    expect(logged).toContainEqual(expect.objectContaining({ level: 50, err: expect.objectContaining({ message: 'the library is on fire' }) as unknown }));
    expect(printed).toEqual([]);
  });
});
