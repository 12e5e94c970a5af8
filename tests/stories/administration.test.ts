import mongoose from 'mongoose';
import { beforeEach, describe, expect, test } from 'vitest';

import { administrator, people, type Person, race, theApp, useApp } from '../testkit/index.js';

useApp();

let gale: Person;
beforeEach(async () => {
  await mongoose.connection.collection('users').updateMany({ roles: 'ADMIN' }, { $set: { roles: ['CUSTOMER'] } });
  gale = await administrator();
});

const administrators = () => mongoose.connection.collection('users').countDocuments({ roles: 'ADMIN', suspension: null });

describe('what administrators do', () => {
  test('is written down: who, what, to whom, why, and how it was before', async () => {
    const { ana, ben } = await people('ana', 'ben');
    await gale.setsRoles(ana, ['CUSTOMER', 'AGENT'], 'answers well');
    await gale.suspends(ana, 'answers badly');
    await gale.suspends(ben);
    const entries = await gale.readsAudit({ targetId: ana.id });
    expect(entries).toMatchObject([
      { action: 'suspendUser', reason: 'answers badly', actor: { id: gale.id }, changes: [{ field: 'suspended', before: 'false', after: 'true' }] },
      { action: 'setRoles', reason: 'answers well', changes: [{ field: 'roles', before: '["CUSTOMER"]', after: '["CUSTOMER","AGENT"]' }] },
    ]);
    const [suspended, appointed] = entries;
    expect(await gale.readsAudit({ actorId: gale.id, action: 'setRoles' })).toEqual([appointed]);
    expect(await gale.readsAudit({ targetId: ana.id, since: suspended!.createdAt })).toEqual([suspended]);
    expect(await gale.readsAudit({ targetId: ana.id, until: suspended!.createdAt })).toEqual([appointed]);
    expect(await gale.readsAudit(null, 1)).toMatchObject([{ targetId: ben.id }]);
  });

  test('leaves nothing behind when it is refused', async () => {
    const { ana } = await people('ana');
    const before = await gale.readsAudit();
    await expect(gale.setsRoles({ id: 'nobody' }, ['AGENT'])).rejects.toHaveCode('NOT_FOUND');
    await expect(gale.suspends(gale)).rejects.toHaveCode('LAST_ADMINISTRATOR');
    await expect(ana.readsAudit()).rejects.toHaveCode('FORBIDDEN');
    expect(await gale.readsAudit()).toEqual(before);
  });
});

describe('somebody stays an administrator', () => {
  test('when the last one wants to be none, or out', async () => {
    await expect(gale.setsRoles(gale, ['CUSTOMER'])).rejects.toHaveCode('LAST_ADMINISTRATOR');
    await expect(gale.suspends(gale)).rejects.toHaveCode('LAST_ADMINISTRATOR');
    await gale.setsRoles(gale, ['CUSTOMER', 'ADMIN']);
    const other = await administrator();
    await other.suspends(other);
    await expect(gale.setsRoles(gale, ['CUSTOMER'])).rejects.toHaveCode('LAST_ADMINISTRATOR');
    expect(await administrators()).toBe(1);
  });

  test.each(['setsRoles', 'suspends'] as const)('when two dismiss each other at once, in two processes: %s', async (verb) => {
    const elsewhere = await theApp().another();
    const rival = await administrator();
    const dismiss = (who: Person, whom: Person) => (verb === 'suspends' ? who.suspends(whom) : who.setsRoles(whom, ['CUSTOMER']));
    const { won, lost } = await race(2, (n) => (n === 0 ? dismiss(gale, rival) : dismiss(Object.assign(rival.asksAt(elsewhere.url), rival), gale)));
    expect(won).toHaveLength(1);
    expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(lost[0]);
    expect(await administrators()).toBe(1);
  });

  test('when all of five step down at once', async () => {
    const all = [gale, ...(await Promise.all(Array.from({ length: 4 }, () => administrator())))];
    const { won, lost } = await race(5, (n) => all[n]!.setsRoles(all[n]!, ['CUSTOMER']));
    expect(won).toHaveLength(4);
    expect(lost).toEqual(['LAST_ADMINISTRATOR']);
    expect(await administrators()).toBe(1);
  });
});
