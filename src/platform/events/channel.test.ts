import { setImmediate as nextTick } from 'node:timers/promises';

import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { noneAreLost } from './channel.js';
import { commit, type Ear, ear, from, open, sameForAll, settle } from './channel.testkit.js';
import type { Audience } from './listener.js';
import { fillAnew, well } from './well.testkit.js';

vi.mock('./outbox.js', async () => (await import('./well.testkit.js')).outboxOfTheWell);
vi.mock('node:timers/promises', async (original) => ({ ...(await original<object>()), setTimeout: () => Promise.resolve() }));

beforeEach(fillAnew);

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

  test('makes a frame once, however many listen', async () => {
    const channel = open();
    const ears = Array.from({ length: 50 }, (_, index) => ear(`person ${index}`));
    for (const one of ears) channel.seat(one, 0);
    await settle();
    channel.wake(commit());
    await settle();
    expect(ears.every(({ heard }) => heard.length === 1)).toBe(true);
    expect(well.rendered).toBe(1);
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
    expect(well.rendered).toBeLessThanOrEqual(3 * 5);
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
    expect(well.rendered).toBe(2);
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
    well.barred.add('eve');
    channel.wake(commit());
    await settle();
    expect(eve).toMatchObject({ heard: [1], ended: ['ACCESS_REVOKED'] });
    expect(ana).toMatchObject({ heard: [1, 2], ended: [] });
    expect(channel.size).toBe(1);
  });

  test('looks for lost rights once for each read, when it is known where the primary stands', async () => {
    const looks: { newest: number; behind: number }[] = [];
    const upToDate = () => {
      looks.push({ newest: well.newest, behind: well.behind });
      return Promise.resolve();
    };
    const channel = open({ ...noneAreLost, upToDate });
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    // Elected a moment ago: what it says of lost rights before it has confirmed the event may be from before their loss.
    well.behind = 2;
    channel.wake(commit());
    commit();
    await settle();
    expect(ana.heard).toEqual([1, 2]);
    expect(looks).toEqual([{ newest: 2, behind: 0 }]);
  });

  test('says so when the oldest missed event is gone', async () => {
    from(1, 5).forEach(commit);
    well.outbox.splice(0, 3);
    const channel = open();
    channel.wake(5);
    const ana = ear();
    channel.seat(ana, 1);
    await settle();
    expect(ana).toMatchObject({ heard: [], ended: ['RESYNC_REQUIRED'] });
  });

  test('says so when all that was missed is gone', async () => {
    from(1, 5).forEach(commit);
    well.outbox.splice(0);
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
    well.behind = 2;
    channel.seat(ana, 1);
    await settle();
    expect(ana).toMatchObject({ heard: [2, 3], ended: [] });
  });

  test('survives a database that goes away for a while', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    well.readsThatFail = 5;
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
        well.outbox.length = 0;
        well.newest = 0;
        let toldUpTo = 0;
        const channel = open();
        const seats: { one: Ear; start: number; leave: () => void; leftAt: number | null }[] = [];
        for (const now of steps) {
          const number = numbers.next().value as number;
          if (now === 'commit') commit();
          if (now === 'wake') channel.wake(well.newest);
          if (now === 'tell') {
            // What was told before is mostly followed by what is told next; now and then something was not told.
            const told = well.outbox.filter(({ seq }) => seq > toldUpTo + (number % 5 === 0 ? 1 : 0) && (number % 7 > 0 || seq % 3 > 0));
            if (told.length > 0) channel.wake(well.newest, told);
            toldUpTo = well.newest;
          }
          if (now === 'tick') await nextTick();
          if (now === 'fail') well.readsThatFail = 1;
          if (now === 'join') {
            const one = ear(`person ${seats.length}`);
            // The newest number was read a moment ago: more may have come since.
            const known = Math.max(0, well.newest - (number % 3));
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
        channel.wake(well.newest);
        await settle();
        for (const { one, start, leftAt } of seats) {
          expect(one.heard).toEqual(from(start + 1, leftAt === null ? well.newest : start + leftAt));
          expect(one.ended).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
