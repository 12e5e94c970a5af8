import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { people, theApp, useApp } from '../testkit/index.js';

useApp();

const generous = { perAddress: 100, perPerson: 100, messagesPerSecond: 300 };

type Server = { readonly url: string };

/** Resolves when the server has let it in, or with the code it was closed with. */
function opens({ url }: Server, token: string): Promise<{ socket: WebSocket; outcome: 'in' | number }> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('message', () => resolve({ socket, outcome: 'in' }));
    socket.on('close', (code) => resolve({ socket, outcome: code }));
  });
}

async function one(app: Server, token: string) {
  const { socket, outcome } = await opens(app, token);
  const leaves = () => new Promise<void>((resolve) => socket.once('close', () => resolve()).close());
  return { socket, outcome, leaves };
}

describe('sockets', () => {
  test('of one person are so many at most, and others are not concerned', async () => {
    const app = await theApp().another({ socketLimits: { ...generous, perPerson: 2 } });
    const { ana, ben } = await people('ana', 'ben');
    const [first, second, third, bens] = [
      await one(app, ana.token!),
      await one(app, ana.token!),
      await one(app, ana.token!),
      await one(app, ben.token!),
    ];
    expect([first, second, third, bens].map(({ outcome }) => outcome)).toEqual(['in', 'in', 4429, 'in']);
    await first.leaves();
    await expect.poll(async () => (await one(app, ana.token!)).outcome).toBe('in');
    await app.stop();
  });

  test('from one address are so many at most, whoever they are', async () => {
    const app = await theApp().another({ socketLimits: { ...generous, perAddress: 2 } });
    const { ana, ben } = await people('ana', 'ben');
    const outcomes = [await one(app, ana.token!), await one(app, ben.token!), await one(app, ben.token!)];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['in', 'in', 4429]);
    await outcomes[0]!.leaves();
    await expect.poll(async () => (await one(app, ana.token!)).outcome).toBe('in');
    await app.stop();
  });

  test('that talk too fast are closed', async () => {
    const app = await theApp().another({ socketLimits: { ...generous, messagesPerSecond: 5 } });
    const { ana } = await people('ana');
    const { socket } = await one(app, ana.token!);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    for (let message = 0; message < 20; message++) socket.send('{"type":"ping"}');
    expect(await closed).toBe(4429);
    await app.stop();
  });
});
