import { setImmediate as nextTick } from 'node:timers/promises';

import { beforeEach, describe, expect, test, vi } from 'vitest';

import { refusal } from '../errors/index.js';
import { createLogger } from '../logger.js';
import { cursorAt } from './cursor.js';
import type { Listener } from './listener.js';
import type { StreamEvent } from './outbox.js';
import { streamKind } from './stream.js';
import { StreamReader } from './stream-reader.js';

const outbox: StreamEvent[] = [];
/** What happens after the counter was read and before its answer arrives. */
let meanwhile: () => void = () => undefined;
/** How many events a primary does not know yet that was elected a moment ago. */
let behind = 0;

vi.mock('./outbox.js', () => ({
  readAfter: async (_name: string, seq: number) => {
    for (let tick = 0; tick < 5; tick++) await nextTick();
    return outbox.filter((row) => row.seq > seq);
  },
  newestSeq: async () => {
    const newest = outbox.length - behind;
    await nextTick();
    meanwhile();
    return newest;
  },
  confirmedSeq: () => Promise.resolve(outbox.length),
}));

const kind = streamKind<string>('well', {
  find: (id) => Promise.resolve(id),
  mayListen: ({ id }) => id !== 'stranger' || refusal('NOT_FOUND'),
});
const stream = kind('7');
const start = cursorAt(stream.name, 0);

const commit = (): number =>
  outbox.push({ stream: stream.name, seq: outbox.length + 1, eventId: `event ${outbox.length}`, type: 'DRAWN', data: {}, at: new Date() });

function ear(id = 'ana'): Listener<number> & { readonly heard: number[] } {
  const heard: number[] = [];
  return {
    heard,
    viewer: { id, roles: [], expiresAt: new Date() },
    audience: { key: 'all', wants: () => true, render: ({ seq }) => Promise.resolve({ frame: seq, forEverybody: true }) },
    receive: (seqs) => heard.push(...seqs),
    ready: () => Promise.resolve(),
    end: () => undefined,
  };
}

const settle = async () => {
  for (let tick = 0; tick < 40; tick++) await nextTick();
};

let streams: StreamReader;

beforeEach(() => {
  outbox.length = 0;
  behind = 0;
  meanwhile = () => undefined;
  streams = new StreamReader(createLogger('silent'));
});

describe('a reader of streams', () => {
  test('goes on for whoever comes back while the place they left is still being cleared', async () => {
    commit();
    const leave = await streams.listen(stream, start, ear());
    leave();
    const again = ear();
    await streams.listen(stream, start, again);
    await settle();
    streams.wake(stream.name, commit());
    await settle();
    expect(again.heard).toEqual([1, 2]);
    expect(streams.listeners).toBe(1);
  });

  test('tells at once what is committed while somebody is about to listen', async () => {
    const ana = ear();
    meanwhile = () => streams.wake(stream.name, commit());
    await streams.listen(stream, null, ana);
    await settle();
    expect(ana.heard).toEqual([1]);
  });

  test('keeps the seat of whoever arrives while the last of the others leaves', async () => {
    const leave = await streams.listen(stream, null, ear('ben'));
    const ana = ear();
    meanwhile = leave;
    await streams.listen(stream, null, ana);
    streams.wake(stream.name, commit());
    await settle();
    expect(ana.heard).toEqual([1]);
  });

  test('believes a cursor that a new primary does not know yet, and no other', async () => {
    const cursor = cursorAt(stream.name, commit());
    behind = 1;
    const ana = ear();
    await streams.listen(stream, cursor, ana);
    streams.wake(stream.name, commit());
    await settle();
    expect(ana.heard).toEqual([2]);
    await expect(streams.listen(stream, cursorAt(stream.name, 3), ear())).rejects.toMatchObject({ code: 'RESYNC_REQUIRED' });
  });

  test('keeps nothing for whoever was refused, or has left', async () => {
    await expect(streams.listen(stream, null, ear('stranger'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    (await streams.listen(stream, null, ear()))();
    await settle();
    expect(streams).toMatchObject({ channels: new Map() });
  });
});
