import { afterAll, beforeAll, expect, test } from 'vitest';

import { newId } from '../../src/platform/identity.js';
import { people, type Person, type ServerProcess, startProcess, theApp, useApp } from '../testkit/index.js';

/** C9: however many speak at once, and through whichever server, everybody hears the same in the same order. Two thousand with `PROOF_MESSAGES=2000`. */
const messagesInAll = Number(process.env['PROOF_MESSAGES'] ?? 500);
const listeners = ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gus', 'hal', 'ida', 'jon'] as const;
const senders = 5;

useApp();

let other: ServerProcess;
beforeAll(async () => {
  other = await startProcess(theApp().databaseUri);
}, 180_000);
afterAll(() => other.kill());

test(`${messagesInAll} messages of ${senders} senders reach ${listeners.length} listeners at two servers in one order`, { timeout: 300_000 }, async () => {
  const everybody = Object.values(await people(...listeners));
  const room = { id: newId() };
  await theApp().services.conversations.open(everybody.map(({ id }) => id), room.id);
  const beginning = await everybody[0]!.conversationCursor(room);
  const seated = everybody.map((person, seat) => (seat % 2 ? person.asksAt(other.url) : person));
  const hearing = seated.map((person) => person.followsMessages(room, beginning).nextOnes(messagesInAll));

  const said = (await Promise.all(everybody.slice(0, senders).map((person, sender) => speaks(person, sender)))).flat();
  const [first, ...others] = (await Promise.all(hearing)).map((events) => events.map(({ messageAdded }) => messageAdded.message!));

  expect(first!.map(({ seq }) => seq)).toEqual(Array.from({ length: messagesInAll }, (_, index) => index + 1));
  expect(first!.map(({ id }) => id).sort()).toEqual(said.sort());
  for (const heard of others) expect(heard).toEqual(first);
  await Promise.all(seated.map((person) => person.hangsUp()));

  /** One after the other, by turns at this server and at that. */
  async function speaks(person: Person, sender: number): Promise<string[]> {
    const ids: string[] = [];
    const elsewhere = person.asksAt(other.url);
    for (let n = sender; n < messagesInAll; n += senders) ids.push((await (ids.length % 2 ? elsewhere : person).says(room, `Word ${n}`)).id);
    return ids;
  }
});
