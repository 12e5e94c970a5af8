import { once } from 'node:events';

import { expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { people, type Person, theApp, useApp } from '../testkit/index.js';

useApp();

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A socket as it comes, for what no decent client does. */
async function socketOf({ token }: Person) {
  const socket = new WebSocket(`${theApp().url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  const heard: Message[] = [];
  socket.on('message', (message) => heard.push(JSON.parse(String(message)) as Message));
  const says = (...messages: Message[]) => messages.forEach((message) => socket.send(JSON.stringify(message)));
  await once(socket, 'open');
  says({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await expect.poll(() => heard.shift()?.type).toBe('connection_ack');
  return { socket, heard, says };
}

const subscribe = { id: '1', type: 'subscribe', payload: { query: 'subscription { viewerEvents { kind } }' } };
const complete = { id: '1', type: 'complete' };
const ping = { type: 'ping' };
const listeners = () => theApp().subscriptions();

test('an id that is used again before it had begun is one subscription, and leaves nothing behind', async () => {
  const { ana } = await people('ana');
  const before = listeners();
  const { socket, heard, says } = await socketOf(ana);
  says(subscribe, complete, subscribe, complete, subscribe, ping);
  // All of it has been read: whoever listens now is the last of them.
  await expect.poll(() => heard.at(-1)?.type).toBe('pong');
  await expect.poll(listeners).toBe(before + 1);
  await ana.updatesProfile({ name: 'Ana' });
  await expect.poll(() => heard.length).toBeGreaterThan(1);
  says(ping);
  await expect.poll(() => heard.at(-1)?.type).toBe('pong');
  expect(heard.map(({ type }) => type)).toEqual(['pong', 'next', 'pong']);

  says(complete);
  await expect.poll(listeners).toBe(before);
  says(subscribe, complete, subscribe);
  socket.close();
  await once(socket, 'close');
  await expect.poll(listeners).toBe(before);
});

test('what was asked before under the same id is not answered for what is asked now', async () => {
  const { ana } = await people('ana');
  const { socket, heard, says } = await socketOf(ana);
  const ask = (query: string) => ({ id: '1', type: 'subscribe', payload: { query } });
  says(ask('{ me { email } }'), complete, ask('{ viewerCursor }'));
  await expect.poll(() => heard.at(-1)?.type).toBe('complete');
  expect(heard).toMatchObject([{ type: 'next', payload: { data: { viewerCursor: expect.any(String) as unknown } } }, { type: 'complete' }]);
  socket.close();
});
