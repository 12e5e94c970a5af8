import { setImmediate as nextTick } from 'node:timers/promises';

import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { refusal } from '../errors/index.js';
import { deferred } from '../../../tests/testkit/deferred.js';
import { known, loader } from '../loader.js';
import { createLogger } from '../logger.js';
import type { Viewer } from '../viewer.js';
import { Channel, noneAreLost } from './channel.js';
import type { Audience, Listener } from './listener.js';
import type { Live, StreamEvent } from './outbox.js';
import { streamKind } from './stream.js';

/** The outbox as it would be: rows with numbers, of which the oldest may be gone. */
const outbox: StreamEvent[] = [];
let readsThatFail = 0;
let reads = 0;
/** A new primary: until it has confirmed where it stands, it answers with what was some events ago. */
let behind = 0;

vi.mock('./outbox.js', () => ({
  readAfter: async (_name: string, seq: number, atMost: number) => {
    reads += 1;
    await nextTick();
    if (readsThatFail-- > 0) throw new Error('the database is away');
    return outbox.filter((row) => row.seq > seq && row.seq <= newest - behind).slice(0, atMost);
  },
  confirmedSeq: async () => {
    await nextTick();
    behind = 0;
    return newest;
  },
}));
vi.mock('node:timers/promises', async (original) => ({ ...(await original<object>()), setTimeout: () => Promise.resolve() }));

const barred = new Set<string>();
let subjectReads = 0;
const kind = streamKind<string>('well', {
  find: (id) => {
    subjectReads += 1;
    return Promise.resolve(id);
  },
  mayListen: ({ id }, well) => (well !== 'filled in' && !barred.has(id)) || refusal('FORBIDDEN'),
});
const stream = kind('7');
const viewer = (id: string): Viewer => ({ id, roles: [], expiresAt: new Date() });

const live = (known: Partial<Live> = {}): Live => ({ known: null, subjects: new Map(), inOrder: Promise.resolve(true), ...known });

let newest = 0;
const commit = (): number => {
  newest += 1;
  outbox.push({ stream: stream.name, seq: newest, eventId: `event ${newest}`, type: 'DRAWN', data: {}, at: new Date(), live: live() });
  return newest;
};

let rendered = 0;
const sameForAll: Audience<number> = {
  key: 'all',
  wants: () => true,
  render: async ({ seq }) => {
    rendered += 1;
    await nextTick();
    return { frame: seq, forEverybody: true };
  },
};

interface Ear extends Listener<number> {
  readonly heard: number[];
  readonly ended: string[];
}

function ear(id = 'ana', audience = sameForAll): Ear {
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

const settle = async () => {
  for (let tick = 0; tick < 60; tick++) await nextTick();
};

const from = (first: number, last: number) => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

beforeEach(() => {
  outbox.length = 0;
  newest = 0;
  rendered = 0;
  subjectReads = 0;
  readsThatFail = 0;
  behind = 0;
  barred.clear();
});

const open = () => new Channel<number>(stream, createLogger('silent'), () => undefined);

describe('a channel', () => {
  test('replays what was missed, then goes on live', async () => {
    commit();
    commit();
    const channel = open();
    channel.wake(2);
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    channel.wake(commit());
    await settle();
    expect(ana.heard).toEqual([1, 2, 3]);
  });

  test('reads nothing back that it was told of, unless something came between', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    reads = 0;
    const wake = (...seqs: number[]) => channel.wake(seqs.at(-1)!, outbox.filter(({ seq }) => seqs.includes(seq)));
    wake(commit());
    wake(commit(), commit());
    await settle();
    expect([ana.heard, reads]).toEqual([[1, 2, 3], 0]);
    const [ofOthers, own] = [commit(), commit()];
    wake(own);
    await settle();
    expect(ana.heard).toEqual([1, 2, 3, ofOthers, own]);
    // Told of the later one first.
    const [fifth, sixth] = [commit(), commit()];
    wake(sixth);
    wake(fifth);
    await settle();
    expect(ana.heard).toEqual(from(1, newest));
  });

  test('reads what is missing among what it is told of at once', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    from(1, 4).forEach(commit);
    channel.wake(4, outbox.filter(({ seq }) => seq !== 2));
    await settle();
    expect(ana).toMatchObject({ heard: [1, 2, 3, 4], ended: [] });
  });

  test('reads to whoever comes later what it was told of before, so that nothing is shown that is gone by then', async () => {
    const page = loader<string, string>((names) => Promise.resolve(names.map(() => 'torn out')));
    const seen: string[] = [];
    const reading: Audience<number> = {
      ...sameForAll,
      key: 'reading',
      render: async ({ seq }, _, loaders) => {
        seen.push(await loaders.load(page, 'first'));
        return { frame: seq, forEverybody: true };
      },
    };
    let failures = 1;
    const knownAsTold = () => (failures-- > 0 ? Promise.reject(new Error('the database is away')) : Promise.resolve());
    const channel = new Channel<number>(stream, createLogger('silent'), () => undefined, { ...noneAreLost, knownAsTold });
    const leave = channel.seat(ear('ana', reading), 0);
    await settle();
    const turn = deferred<boolean>();
    channel.wake(commit(), [{ ...outbox[0]!, live: live({ known: [known(page, 'first', 'as written')], inOrder: turn.promise }) }]);
    leave();
    // What was about to be delivered fails, and nobody is there for whom to try again.
    turn.resolve(true);
    await settle();
    channel.wake(commit(), outbox.slice(1));
    seen.splice(0);
    const ben = ear('ben', reading);
    channel.seat(ben, 0);
    await settle();
    expect([ben.heard, [...new Set(seen)]]).toEqual([[1, 2], ['torn out']]);
  });

  test('makes a frame once, however many listen', async () => {
    const channel = open();
    const ears = Array.from({ length: 50 }, (_, index) => ear(`person ${index}`));
    for (const one of ears) channel.seat(one, 0);
    await settle();
    channel.wake(commit());
    await settle();
    expect(ears.every(({ heard }) => heard.length === 1)).toBe(true);
    expect(rendered).toBe(1);
  });

  test('reads to a crowd that comes back as to one, whoever comes when', async () => {
    for (let n = 0; n < 5; n++) commit();
    const channel = open();
    channel.wake(5);
    const ears = Array.from({ length: 60 }, (_, index) => ear(`person ${index}`));
    for (const one of ears.slice(0, 30)) channel.seat(one, 0);
    await nextTick();
    for (const one of ears.slice(30)) channel.seat(one, 0);
    await settle();
    expect(ears.map(({ heard }) => heard)).toEqual(ears.map(() => [1, 2, 3, 4, 5]));
    expect(rendered).toBeLessThanOrEqual(3 * 5);
    channel.wake(commit());
    await settle();
    expect(ears.every(({ heard }) => heard.at(-1) === 6 && heard.length === 6)).toBe(true);
  });

  test('makes a personal frame for each person', async () => {
    const channel = open();
    const personal: Audience<number> = {
      ...sameForAll,
      key: 'personal',
      render: async (event, who, loaders) => ({ ...(await sameForAll.render(event, who, loaders)), forEverybody: false }),
    };
    for (const id of ['ana', 'ben', 'ben']) channel.seat(ear(id, personal), 0);
    await settle();
    channel.wake(commit());
    await settle();
    expect(rendered).toBe(2);
  });

  test('asks the policy again before each event', async () => {
    const channel = open();
    const ana = ear('ana');
    const eve = ear('eve');
    channel.seat(ana, 0);
    channel.seat(eve, 0);
    await settle();
    channel.wake(commit());
    await settle();
    barred.add('eve');
    channel.wake(commit());
    await settle();
    expect(eve).toMatchObject({ heard: [1], ended: ['ACCESS_REVOKED'] });
    expect(ana).toMatchObject({ heard: [1, 2], ended: [] });
    expect(channel.size).toBe(1);
  });

  test('looks for lost rights once for each read, when it is known where the primary stands', async () => {
    const looks: { newest: number; behind: number }[] = [];
    const upToDate = () => {
      looks.push({ newest, behind });
      return Promise.resolve();
    };
    const channel = new Channel<number>(stream, createLogger('silent'), () => undefined, { ...noneAreLost, upToDate });
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    // Elected a moment ago: what it says of lost rights before it has confirmed the event may be from before their loss.
    behind = 2;
    channel.wake(commit());
    commit();
    await settle();
    expect(ana.heard).toEqual([1, 2]);
    expect(looks).toEqual([{ newest: 2, behind: 0 }]);
  });

  test('waits for what was committed before an event that it is told of ahead of its turn, or looks', async () => {
    const asked: string[] = [];
    const noting = (what: string) => () => Promise.resolve(void asked.push(what));
    const channel = new Channel<number>(stream, createLogger('silent'), () => undefined, { knownAsTold: noting('as told'), upToDate: noting('looked') });
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    for (const toldSoon of [true, false]) {
      const turn = deferred<boolean>();
      const seq = commit();
      channel.wake(seq, [{ ...outbox.at(-1)!, live: live({ inOrder: turn.promise }) }]);
      await settle();
      expect(ana.heard).toEqual(from(1, seq - 1));
      turn.resolve(toldSoon);
      await settle();
      expect(ana.heard).toEqual(from(1, seq));
    }
    expect(asked).toEqual(['as told', 'looked']);
  });

  test('reads nothing that is known of all that it is told of, and everything when of one of them nothing is known', async () => {
    const read: string[] = [];
    const depth = loader<string, string>((wells) => {
      read.push(...wells);
      return Promise.resolve(wells.map(() => 'as it is'));
    });
    const seen: string[] = [];
    const deep: Audience<number> = {
      key: 'deep',
      wants: () => true,
      render: async ({ seq }, _, loaders) => {
        seen.push(await loaders.load(depth, 'well'));
        return { frame: seq, forEverybody: true };
      },
    };
    const telling = (...values: (string | null)[]) => {
      const told = values.map((value) => ({ ...outbox[commit() - 1]!, live: live({ known: value === null ? null : [known(depth, 'well', value)] }) }));
      channel.wake(newest, told);
      return settle();
    };
    const channel = open();
    channel.seat(ear('ana', deep), 0);
    await settle();
    await telling('5 m');
    await telling('6 m', '7 m');
    expect([seen, read]).toEqual([['5 m', '7 m', '7 m'], []]);
    await telling('8 m', null);
    expect([seen.slice(3), read]).toEqual([['as it is', 'as it is'], ['well']]);
  });

  test('reads whose stream it is once for what is told together, unless that is known as it was at the end', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    const telling = (...subjects: (string | null)[]) => {
      const told = subjects.map((subject) => ({ ...outbox[commit() - 1]!, live: live({ subjects: new Map(subject === null ? [] : [[stream.name, subject]]) }) }));
      channel.wake(newest, told);
      return settle();
    };
    await telling(null, '7');
    expect(subjectReads).toBe(0);
    await telling('filled in', null);
    expect([subjectReads, ana.heard]).toEqual([1, [1, 2, 3, 4]]);
    await telling('filled in');
    expect([subjectReads, ana.ended]).toEqual([1, ['ACCESS_REVOKED']]);
  });

  test('says so when the oldest missed event is gone', async () => {
    from(1, 5).forEach(commit);
    outbox.splice(0, 3);
    const channel = open();
    channel.wake(5);
    const ana = ear();
    channel.seat(ana, 1);
    await settle();
    expect(ana).toMatchObject({ heard: [], ended: ['RESYNC_REQUIRED'] });
  });

  test('says so when all that was missed is gone', async () => {
    from(1, 5).forEach(commit);
    outbox.splice(0);
    const channel = open();
    channel.wake(5);
    const ana = ear();
    channel.seat(ana, 2);
    await settle();
    expect(ana).toMatchObject({ heard: [], ended: ['RESYNC_REQUIRED'] });
    expect(channel.size).toBe(0);
  });

  test('does not take a new primary for one that has forgotten', async () => {
    from(1, 3).forEach(commit);
    const channel = open();
    const ana = ear();
    channel.wake(3);
    behind = 2;
    channel.seat(ana, 1);
    await settle();
    expect(ana).toMatchObject({ heard: [2, 3], ended: [] });
  });

  test('survives a database that goes away for a while', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    readsThatFail = 5;
    channel.wake(commit());
    await settle();
    expect(ana.heard).toEqual([1]);
  });

  test('tells those who are level what somebody who reads alone has found first', async () => {
    commit();
    const channel = open();
    channel.wake(1);
    const [ana, ben] = [ear('ana'), ear('ben')];
    channel.seat(ana, 1);
    await settle();
    commit();
    channel.seat(ben, 0);
    await settle();
    channel.wake(2);
    await settle();
    expect([ana.heard, ben.heard]).toEqual([[2], [1, 2]]);
  });

  test('leaves nobody out and tells nobody twice, whoever comes and goes when', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant('commit' as const) },
      { weight: 2, arbitrary: fc.constant('wake' as const) },
      { weight: 3, arbitrary: fc.constant('tell' as const) },
      { weight: 2, arbitrary: fc.constant('join' as const) },
      { weight: 1, arbitrary: fc.constant('leave' as const) },
      { weight: 3, arbitrary: fc.constant('tick' as const) },
      { weight: 1, arbitrary: fc.constant('fail' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), fc.infiniteStream(fc.nat()), async (steps, numbers) => {
        outbox.length = 0;
        newest = 0;
        let toldUpTo = 0;
        const channel = open();
        const seats: { one: Ear; start: number; leave: () => void; leftAt: number | null }[] = [];
        for (const now of steps) {
          const number = numbers.next().value as number;
          if (now === 'commit') commit();
          if (now === 'wake') channel.wake(newest);
          if (now === 'tell') {
            // What was told before is mostly followed by what is told next; now and then something was not told.
            const told = outbox.filter(({ seq }) => seq > toldUpTo + (number % 5 === 0 ? 1 : 0) && (number % 7 > 0 || seq % 3 > 0));
            if (told.length > 0) channel.wake(newest, told);
            toldUpTo = newest;
          }
          if (now === 'tick') await nextTick();
          if (now === 'fail') readsThatFail = 1;
          if (now === 'join') {
            const one = ear(`person ${seats.length}`);
            // The newest number was read a moment ago: more may have come since.
            const known = Math.max(0, newest - (number % 3));
            const start = number % (known + 1);
            channel.wake(known);
            seats.push({ one, start, leave: channel.seat(one, start), leftAt: null });
          }
          const leaving = seats[number % Math.max(seats.length, 1)];
          if (now === 'leave' && leaving && leaving.leftAt === null) {
            leaving.leave();
            leaving.leftAt = leaving.one.heard.length;
          }
        }
        channel.wake(newest);
        await settle();
        for (const { one, start, leftAt } of seats) {
          expect(one.heard).toEqual(from(start + 1, leftAt === null ? newest : start + leftAt));
          expect(one.ended).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
