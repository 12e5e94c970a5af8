import { beforeEach, describe, expect, test, vi } from 'vitest';

import { deferred } from '../../../tests/testkit/deferred.js';
import { known, loader } from '../loader.js';
import { noneAreLost } from './channel.js';
import { commit, ear, from, live, open, sameForAll, settle, stream } from './channel.testkit.js';
import type { Audience } from './listener.js';
import { fillAnew, well } from './well.testkit.js';

vi.mock('./outbox.js', async () => (await import('./well.testkit.js')).outboxOfTheWell);
vi.mock('node:timers/promises', async (original) => ({ ...(await original<object>()), setTimeout: () => Promise.resolve() }));

beforeEach(fillAnew);

describe('a channel that is told what happens', () => {
  test('reads nothing back that it was told of, unless something came between', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    well.reads = 0;
    const wake = (...seqs: number[]) => channel.wake(seqs.at(-1)!, well.outbox.filter(({ seq }) => seqs.includes(seq)));
    wake(commit());
    wake(commit(), commit());
    await settle();
    expect([ana.heard, well.reads]).toEqual([[1, 2, 3], 0]);
    const [ofOthers, own] = [commit(), commit()];
    wake(own);
    await settle();
    expect(ana.heard).toEqual([1, 2, 3, ofOthers, own]);
    // Told of the later one first.
    const [fifth, sixth] = [commit(), commit()];
    wake(sixth);
    wake(fifth);
    await settle();
    expect(ana.heard).toEqual(from(1, well.newest));
  });

  test('reads what is missing among what it is told of at once', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    from(1, 4).forEach(commit);
    channel.wake(4, well.outbox.filter(({ seq }) => seq !== 2));
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
    const channel = open({ ...noneAreLost, knownAsTold });
    const leave = channel.seat(ear('ana', reading), 0);
    await settle();
    const turn = deferred<boolean>();
    channel.wake(commit(), [{ ...well.outbox[0]!, live: live({ known: [known(page, 'first', 'as written')], inOrder: turn.promise }) }]);
    leave();
    // What was about to be delivered fails, and nobody is there for whom to try again.
    turn.resolve(true);
    await settle();
    channel.wake(commit(), well.outbox.slice(1));
    seen.splice(0);
    const ben = ear('ben', reading);
    channel.seat(ben, 0);
    await settle();
    expect([ben.heard, [...new Set(seen)]]).toEqual([[1, 2], ['torn out']]);
  });

  test('waits for what was committed before an event that it is told of ahead of its turn, or looks', async () => {
    const asked: string[] = [];
    const noting = (what: string) => () => Promise.resolve(void asked.push(what));
    const channel = open({ knownAsTold: noting('as told'), upToDate: noting('looked') });
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    for (const toldSoon of [true, false]) {
      const turn = deferred<boolean>();
      const seq = commit();
      channel.wake(seq, [{ ...well.outbox.at(-1)!, live: live({ inOrder: turn.promise }) }]);
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
      const told = values.map((value) => ({ ...well.outbox[commit() - 1]!, live: live({ known: value === null ? null : [known(depth, 'well', value)] }) }));
      channel.wake(well.newest, told);
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

  test('reads whose stream it is once for what is told together, unless all may listen by what was known at the end', async () => {
    const channel = open();
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    const telling = (...subjects: (string | null)[]) => {
      const told = subjects.map((subject) => ({ ...well.outbox[commit() - 1]!, live: live({ subjects: new Map(subject === null ? [] : [[stream.name, subject]]) }) }));
      channel.wake(well.newest, told);
      return settle();
    };
    await telling(null, '7');
    expect(well.subjectReads).toBe(0);
    await telling('filled in', null);
    expect([well.subjectReads, ana.heard]).toEqual([1, [1, 2, 3, 4]]);
    await telling('filled in');
    expect([well.subjectReads, ana.heard.length, ana.ended]).toEqual([2, 5, []]);
  });

  test('reads everything anew once that of which it was told could not be delivered', async () => {
    const knownAsTold = () => {
      well.barred.add('ana');
      return Promise.reject(new Error('the database is away'));
    };
    const channel = open({ ...noneAreLost, knownAsTold });
    const ana = ear();
    channel.seat(ana, 0);
    await settle();
    const seq = commit();
    channel.wake(seq, [{ ...well.outbox[0]!, live: live({ subjects: new Map([[stream.name, 'dug by Ana']]) }) }]);
    await settle();
    expect(well).toMatchObject({ reads: 1, subjectReads: 1 });
    expect(ana).toMatchObject({ heard: [], ended: ['ACCESS_REVOKED'] });
  });
});
