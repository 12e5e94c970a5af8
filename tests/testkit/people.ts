import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';

import { Role } from '../../src/platform/viewer.js';
import { accountVerbs } from './account.verbs.js';
import { theApp } from './app.js';
import { auditVerbs } from './audit.verbs.js';
import { businessVerbs } from './business.verbs.js';
import { Caller } from './caller.js';
import { chatVerbs } from './chat.verbs.js';
import { itemVerbs } from './item.verbs.js';
import { peopleVerbs } from './people.verbs.js';
import { systemVerbs } from './system.verbs.js';
import { signInVerbs } from './sign-in.verbs.js';
import { tradeVerbs } from './trade.verbs.js';

export const password = 'correct horse battery staple';

/** Everything a person can do in a story. A domain adds its verbs here, in a line. */
const verbsOf = (caller: Caller) => ({
  ...peopleVerbs(caller),
  ...accountVerbs(caller),
  ...itemVerbs(caller),
  ...tradeVerbs(caller),
  ...chatVerbs(caller),
  ...systemVerbs(caller),
  ...signInVerbs(caller),
  ...businessVerbs(caller),
  ...auditVerbs(caller),
});

type Verbs = ReturnType<typeof verbsOf>;

/** Somebody who can do things; `asksAt` is the same person, talking to another app. */
export type Actor = Caller & Verbs & { asksAt(url: string): Actor };

export type Person = Actor & { readonly id: string; readonly name: string; readonly email: string };

/** Somebody without a token, or with one of the test's making. */
export function anonymous(token: string | null = null, url?: () => string): Actor {
  const caller = new Caller(token, url);
  return Object.assign(caller, verbsOf(caller), { asksAt: (other: string) => anonymous(token, () => other) });
}

/** `const { ana, ben } = await people('ana', 'ben')`: people who have registered, and are known to read their mail. */
export async function people<Name extends string>(...names: Name[]): Promise<Record<Name, Person>> {
  const registered = await newcomers(...names);
  const addresses = Object.values<Person>(registered).map(({ email }) => email);
  await mongoose.connection.collection('users').updateMany({ emailKey: { $in: addresses } }, { $set: { emailVerifiedAt: new Date() } });
  return registered;
}

/** The same, but nobody knows yet whether their addresses are their own. */
export async function newcomers<Name extends string>(...names: Name[]): Promise<Record<Name, Person>> {
  const registered = await Promise.all(names.map((name) => newcomer(name)));
  return Object.fromEntries(names.map((name, index) => [name, registered[index]])) as Record<Name, Person>;
}

async function newcomer(name: string): Promise<Person> {
  const email = `${name}-${randomUUID()}@example.test`;
  const { token, user } = await anonymous().registers({ email, password, name });
  return Object.assign(anonymous(token), { id: user.id, name, email });
}

/** Somebody who oversees everything; made one by whoever runs the server, since no operation leads there from nothing. */
export async function administrator(): Promise<Person> {
  const { gale } = await people('gale');
  await theApp().services.people.appoint(gale.id, [Role.ADMIN]);
  const { token } = await anonymous().logsIn({ email: gale.email, password });
  return Object.assign(anonymous(token), { id: gale.id, name: gale.name, email: gale.email });
}
