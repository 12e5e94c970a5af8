import { EventEmitter } from 'node:events';

import { afterEach, describe, expect, test } from 'vitest';

import { setClock } from '../platform/clock.js';
import { Crowd, limitTalking } from './socket-limits.js';

afterEach(() => setClock(() => new Date()));

describe('a crowd', () => {
  test('has room for so many under one name, and forgets who has left', () => {
    const crowd = new Crowd(2);
    expect([crowd.enter('a'), crowd.enter('a'), crowd.enter('a'), crowd.enter('b')]).toEqual([true, true, false, true]);
    crowd.leave('a');
    expect(crowd.enter('a')).toBe(true);
    for (const name of ['a', 'a', 'b']) crowd.leave(name);
    expect(crowd.size).toBe(0);
  });
});

describe('talking', () => {
  const socketWith = (perSecond: number) => {
    const closed: number[] = [];
    const socket = Object.assign(new EventEmitter(), { close: (code: number) => closed.push(code) });
    limitTalking(socket as never, perSecond);
    return { closed, says: (times: number) => Array.from({ length: times }, () => socket.emit('message')) };
  };

  test('too fast ends the socket; steadily does not', () => {
    let moment = 0;
    setClock(() => new Date(moment));
    const { closed, says } = socketWith(10);
    for (moment = 0; moment < 5_000; moment += 1_000) says(10);
    expect(closed).toEqual([]);
    says(11);
    expect(closed).toEqual([4429]);
  });
});
