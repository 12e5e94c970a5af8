import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { anonymous, people, theApp, useApp } from '../testkit/index.js';
import { startProcess } from '../testkit/process.js';
import { tokenOf } from '../testkit/tokens.js';

useApp();

test.each(['//', '/elsewhere'])('an upgrade to %s is refused, and ends nobody else', async (target) => {
  const server = await startProcess(theApp().databaseUri);
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  await once(socket, 'close');
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
});

test('nothing is done for whoever does not answer the closing of their socket', async () => {
  const { ana } = await people('ana');
  const socket = new WebSocket(`${theApp().url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const { _receiver: receiver } = socket as unknown as { _receiver: NodeJS.EventEmitter };
  receiver.removeAllListeners('conclude');
  const toldToClose = once(receiver, 'conclude');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${tokenOf(ana.token!, { expiresIn: 1 })}` } }));
  await toldToClose;
  const query = 'mutation { createItem(input: { title: "Too late", category: HOME, condition: GOOD }) { id } }';
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  await pause(1_000);
  socket.terminate();
  expect((await anonymous().browses({ ownerId: ana.id })).edges).toEqual([]);
});

test('a socket that is one too many and talks nonsense ends nobody else', async () => {
  const server = await startProcess(theApp().databaseUri, { SOCKETS_PER_ADDRESS: '1' });
  const first = new WebSocket(`${server.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await once(first, 'open');
  const socket = connect(Number(new URL(server.url).port), new URL(server.url).hostname);
  socket.on('error', () => undefined).resume();
  const key = Buffer.alloc(16).toString('base64');
  const hello = `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`;
  socket.write(hello);
  await once(socket, 'data');
  socket.write(Buffer.from([0xff, 0x00]));
  await once(socket, 'close');
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  first.terminate();
  expect(await server.stop()).toBe(0);
});
