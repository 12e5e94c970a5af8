import mongoose from 'mongoose';
import { beforeEach, expect, test } from 'vitest';

import { AuditService } from '../../src/domains/audit/index.js';
import { ItemsInTrade } from '../../src/domains/items/index.js';
import { RightsService } from '../../src/domains/people/index.js';
import { inTransaction } from '../../src/platform/transaction.js';
import { Role, type Viewer } from '../../src/platform/viewer.js';
import { administrator, people, type Person, theApp, timeStandsStill, useApp } from '../testkit/index.js';

/** A write that changes nothing is none: what it was to meet goes by. Clocks agree to the millisecond more often than one thinks. */
useApp();
beforeEach(timeStandsStill);

const viewer = ({ id }: Person, ...roles: Role[]): Viewer => ({ id, roles, expiresAt: new Date(8.64e15) });

/** Has seen what is, when something else happens, and only then goes to work; if it has to begin again, it sees what has happened. */
function overtakenBy<T>(meanwhile: () => Promise<unknown>, look: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  let attempts = 0;
  return inTransaction(async () => {
    attempts += 1;
    await look();
    if (attempts === 1) await meanwhile();
    return work();
  });
}

test('an item is not taken for available by whoever comes in the millisecond of an earlier proposal, while a trade locks it', async () => {
  const { ana, ben, eve } = await people('ana', 'ben', 'eve');
  const [chair, lamp, radio] = [await ben.lists(), await ana.lists(), await eve.lists()];
  const trade = await ben.expressesInterest(await ana.proposes({ wants: [chair], gives: [lamp] }));
  await eve.proposes({ wants: [chair], gives: [radio] });
  const inTrade = new ItemsInTrade(theApp().services.events);
  const propose = () => inTrade.assertAvailable([{ ownerId: ben.id, itemIds: [chair.id] }]);
  const look = () => theApp().services.people.get(eve.id);
  await expect(overtakenBy(() => ben.confirms(trade), look, propose)).rejects.toMatchObject({ code: 'ITEM_UNAVAILABLE' });
});

test('no session begins in the millisecond of an earlier one, while its owner is suspended', async () => {
  const [gale, { ana }] = [await administrator(), await people('ana')];
  const { people: persons, sessions } = theApp().services;
  const user = await persons.get(ana.id);
  const look = () => persons.get(ana.id);
  await expect(overtakenBy(() => gale.suspends(ana), look, () => sessions.start(user, null))).rejects.toMatchObject({ code: 'ACCOUNT_SUSPENDED' });
});

test('of two administrators who step down, and were both relied on in that millisecond, one stays', async () => {
  await mongoose.connection.collection('users').updateMany({}, { $set: { roles: [Role.CUSTOMER] } });
  const [gale, hal] = [await administrator(), await administrator()];
  const { ana } = await people('ana');
  for (const admin of [gale, hal]) await admin.setsRoles(ana, [Role.AGENT]);
  const { people: persons, sessions } = theApp().services;
  const rights = new RightsService(sessions, new AuditService());
  const stepDown = () => rights.setRoles(viewer(gale, Role.ADMIN), gale.id, [Role.CUSTOMER], 'tired');
  const look = () => persons.get(hal.id);
  await expect(overtakenBy(() => hal.setsRoles(hal, [Role.CUSTOMER]), look, stepDown)).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' });
});
