import { setImmediate as nextTick } from 'node:timers/promises';

import { refusal } from '../errors/index.js';
import { createLogger } from '../logger.js';
import type { Viewer } from '../viewer.js';
import { Channel, type LostRights } from './channel.js';
import type { Audience, Listener } from './listener.js';
import type { Live } from './outbox.js';
import { streamKind } from './stream.js';
import { well } from './well.testkit.js';

const kind = streamKind<string>('well', {
  find: (id) => {
    well.subjectReads += 1;
    return Promise.resolve(id);
  },
  mayListen: ({ id }, which) => (which !== 'filled in' && !well.barred.has(id)) || refusal('FORBIDDEN'),
});
export const stream = kind('7');

export const live = (known: Partial<Live> = {}): Live => ({ known: null, subjects: new Map(), inOrder: Promise.resolve(true), ...known });

export function commit(): number {
  well.newest += 1;
  well.outbox.push({ stream: stream.name, seq: well.newest, eventId: `event ${well.newest}`, type: 'DRAWN', data: {}, at: new Date(), live: live() });
  return well.newest;
}

export const sameForAll: Audience<number> = {
  key: 'all',
  wants: () => true,
  render: async ({ seq }) => {
    well.rendered += 1;
    await nextTick();
    return { frame: seq, forEverybody: true };
  },
};

export interface Ear extends Listener<number> {
  readonly heard: number[];
  readonly ended: string[];
}

const viewer = (id: string): Viewer => ({ id, roles: [], expiresAt: new Date() });

export function ear(id = 'ana', audience = sameForAll): Ear {
  const heard: number[] = [];
  const ended: string[] = [];
  return {
    viewer: viewer(id),
    audience,
    heard,
    ended,
    receive: (seqs) => heard.push(...seqs),
    ready: () => Promise.resolve(),
    end: ({ code }) => ended.push(code),
  };
}

export async function settle(): Promise<void> {
  for (let tick = 0; tick < 60; tick++) await nextTick();
}

export const from = (first: number, last: number): number[] => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

export const open = (lostRights?: LostRights): Channel<number> => new Channel<number>(stream, createLogger('silent'), () => undefined, lostRights);
