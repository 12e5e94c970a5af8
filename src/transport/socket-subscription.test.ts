import { describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';

import type { Selection } from '../graphql/selection.js';
import { refusal } from '../platform/errors/index.js';
import { SocketSubscription } from './socket-subscription.js';

const someone = { id: 'ana', roles: [], expiresAt: new Date() };

function subscribed() {
  const socket = { OPEN: 1, readyState: 1, bufferedAmount: 0, send: vi.fn(), close: vi.fn() };
  const onEnd = vi.fn();
  const subscription = new SocketSubscription(someone, {} as Selection, {
    socket: socket as unknown as WebSocket,
    wire: { cork: vi.fn(), uncork: vi.fn() },
    operationId: 'a"b',
    bufferLimit: 1_000,
    onEnd,
  });
  subscription.leave = vi.fn();
  return { socket, subscription, onEnd };
}

describe('a subscription on a socket', () => {
  test('sends shared bytes under its own name', () => {
    const { socket, subscription } = subscribed();
    subscription.receive(['{"data":{"x":1}}']);
    expect(JSON.parse(socket.send.mock.calls[0]![0] as string)).toEqual({ id: 'a"b', type: 'next', payload: { data: { x: 1 } } });
  });

  test('sends a reader who cannot follow away, to come back with a cursor', () => {
    const { socket, subscription } = subscribed();
    socket.bufferedAmount = 1_001;
    subscription.receive(['{}']);
    expect(socket.send).not.toHaveBeenCalled();
    expect(socket.close).toHaveBeenCalledWith(1013, expect.stringContaining('cursor'));
  });

  test('waits between the pages of a replay until the reader has caught up', async () => {
    const { socket, subscription } = subscribed();
    socket.bufferedAmount = 500;
    let ready = false;
    const waiting = subscription.ready().then(() => (ready = true));
    await Promise.resolve();
    expect(ready).toBe(false);
    socket.bufferedAmount = 0;
    await waiting;
  });

  test('yields nothing until its end, then why it ended', async () => {
    const { subscription, onEnd } = subscribed();
    const parked = subscription.next();
    subscription.end(refusal('ACCESS_REVOKED'));
    expect(await parked).toMatchObject({ done: false, value: { errors: [{ originalError: { code: 'ACCESS_REVOKED' } }] } });
    expect(await subscription.next()).toEqual({ done: true, value: undefined });
    expect(subscription.leave).toHaveBeenCalledOnce();
    expect(onEnd).toHaveBeenCalledOnce();
  });

  test('leaves at once when the client does, also while it is parked', async () => {
    const { socket, subscription, onEnd } = subscribed();
    const parked = subscription.next();
    await subscription.return();
    await subscription.return();
    expect(await parked).toEqual({ done: true, value: undefined });
    expect(onEnd).toHaveBeenCalledOnce();
    subscription.receive(['{}']);
    expect(socket.send).not.toHaveBeenCalled();
  });
});
