import { parse } from 'graphql';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { forgetBefore, quietEvent } from '../../src/platform/events/index.js';
import { forgetAnswersBefore } from '../../src/platform/idempotency.js';
import { Hopeless } from '../../src/platform/reactions/index.js';
import { overhear, planOf, shapeOf, useOverheardApp } from '../testkit/commands.js';
import { documentOf, operationsOf, variablesFor } from '../testkit/documents.js';
import { administrator, anonymous, everythingDone, password, people, theApp } from '../testkit/index.js';
import { type RealProvider, startProvider } from '../testkit/openid-provider.js';
import { theSchema } from '../testkit/schema.js';
import { comesBackFrom } from '../testkit/sign-in.verbs.js';

let work: RealProvider;
beforeAll(async () => {
  work = await startProvider('work');
});
useOverheardApp(() => ({ rateLimits: { seconds: 60, perPerson: 1_000_000, perAddress: 1_000_000 }, oidcProviders: [work.settings] }));
afterAll(() => work.stop());

/** W39: nothing that a client can ask makes the database read a whole collection, nor sort it for a page. */
const crowd = 400;

const Impossible = quietEvent('IMPOSSIBLE', 'What nobody can react to.');

test('every question to the database is answered from an index', { timeout: 120_000 }, async () => {
  await tour();
  // A crowd of jobs under other names would wait for ever: nobody has such a reaction.
  await everythingDone();
  await makeCrowded();
  const asked = await overhear(tour);

  const shapes = new Map(asked.map((command) => [shapeOf(command), command]));
  const costly: unknown[] = [];
  for (const [shape, command] of shapes) {
    const { stages, examined } = await planOf(command);
    expect(stages, shape).not.toEqual([]);
    const isCostly = examined > 100 || stages.includes('COLLSCAN') || ('limit' in command && stages.includes('SORT'));
    if (isCostly) costly.push({ stages, examined, command });
  }
  expect(costly).toEqual([]);
  expect(shapes.size).toBeGreaterThan(40);
});

/** The main stories once, then every operation of the schema with everything that it can select. */
async function tour(): Promise<void> {
  const { ana, ben, cleo } = await people('ana', 'ben', 'cleo');
  const [lamp, chair, rug] = [await ana.lists(), await ben.lists(), await cleo.lists({}, { idempotencyKey: 'once' })];
  await cleo.proposes({ wants: [chair], gives: [rug] });
  const trade = await ana.proposes({ wants: [chair], gives: [lamp] });
  const { conversation } = trade;
  const message = await ana.says(conversation, 'Hello', { clientMessageId: 'hello' });
  await ben.hasRead(conversation, 1);
  await ana.corrects(message, 'Hello!');
  await ana.deletes(await ana.says(conversation, 'Never mind'));
  await ben.expressesInterest(trade);
  await ben.confirms(trade);
  await ana.completes(trade);
  await ana.relists(chair);
  await ana.updatesItem(chair, { title: 'My chair' });
  await ana.browses({ category: 'HOME', condition: 'GOOD', lookingFor: 'FLEXIBLE', ownerId: ana.id });
  for (const filter of [null, { category: 'HOME' }, { condition: 'GOOD' }, { lookingFor: 'CREDITS' }, { ownerId: ana.id }] as const) {
    const { pageInfo } = await ana.browses(filter, { first: 1 });
    await ana.browses(filter, { first: 1, after: pageInfo.endCursor });
    await ana.browses(filter, { last: 1 });
  }
  for (const role of [undefined, 'OWNER', 'REQUESTER'] as const) for (const status of [undefined, 'COMPLETED'] as const) await ana.ownTrades(role, status);
  for (const status of [undefined, 'TRADED'] as const) await ana.ownItems(status);
  await ana.followsMessages(conversation, await ana.conversationCursor(conversation)).stop();
  await failToReact();
  const [gale, finn] = [await administrator(), await administrator()];
  await gale.suspends(cleo);
  await gale.restores(cleo);
  await finn.setsRoles(finn, ['CUSTOMER']);
  for (const filter of [null, { actorId: gale.id }, { targetId: cleo.id }, { action: 'setRoles' }, { since: new Date(0).toISOString() }]) await gale.readsAudit(filter, 5);
  await anonymous().registersBusiness({ email: `${ana.id}@business.test`, password, firstName: 'Ida', lastName: 'Ott', businessName: 'Ott', businessType: 'RETAILER' });
  work.sits({ sub: ana.id, email: `${ana.id}@work.test` });
  await anonymous().signsInWithCode(await comesBackFrom('work'));
  await anonymous().signsInWithCode(await comesBackFrom('work'));
  work.sits({ sub: ben.id });
  await ben.unlinksSignIn(await ben.linksSignIn(await comesBackFrom('work'), password));
  await theApp().services.signInJourneys.forgetBefore(new Date(0));
  await forgetBefore(new Date(0));
  await forgetAnswersBefore(new Date(0));

  const known = { itemId: chair.id, tradeId: trade.id, conversationId: conversation.id, messageId: message.id, userId: ben.id };
  const nothing = { last: null, before: null, after: null, expectedVersion: null, filter: null };
  for (const operation of operationsOf(theSchema())) {
    if (operation.kind === 'subscription') continue;
    // Somebody new for each change: after some of them one is no longer logged in.
    const { dan } = operation.kind === 'mutation' ? await people('dan') : { dan: ana };
    const examples = { ...known, ...nothing, email: dan.email, password, idempotencyKey: operation.field.name, first: 5 };
    await dan.answer(parse(documentOf(operation, 4)) as never, variablesFor(operation.field.args, examples));
  }
  await Promise.all([ana, ben, cleo].map((person) => person.hangsUp()));
}

/** Leaves something to be done that cannot be. */
async function failToReact(): Promise<void> {
  const { reactions, events } = theApp().services;
  if (!reactions.hears(Impossible.type))
    reactions.add({ name: 'impossible', hears: [Impossible], inDatabase: false, react: () => Promise.reject(new Hopeless('impossible')) });
  await events.publish(new Impossible({}), []);
  await expect.poll(() => mongoose.connection.collection('jobs').findOne({ state: 'WAITING' })).toBeNull();
}

/** A crowd of documents like those that are there, under other names. */
async function makeCrowded(): Promise<void> {
  for (const { collection } of Object.values(mongoose.connection.models)) {
    const rows = await collection.find().limit(10).toArray();
    expect(rows.length, `what the tour left in ${collection.collectionName}`).toBeGreaterThan(0);
    await collection.insertMany(Array.from({ length: crowd }, (_, n) => another(rows[n % rows.length]!, n)) as never[]);
  }
}

const another = (row: Record<string, unknown>, n: number): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value instanceof mongoose.Types.ObjectId ? [] : [[name, renamed(value, n)]])));

/** Names of states and kinds stay what they are. */
function renamed(value: unknown, n: number): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => (typeof element === 'object' && element !== null ? another(element as Record<string, unknown>, n) : element));
  return typeof value === 'string' && !/^[A-Z_]+$/.test(value) ? `${value}-${n}` : value;
}
