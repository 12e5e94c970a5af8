import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { afterAll, beforeAll } from 'vitest';

import { useApp } from './app.js';
import { type Account, type RealProvider, startProvider } from './openid-provider.js';

export let work: RealProvider, club: RealProvider;

/** An app that trusts two providers. */
export function useTwoProviders(): void {
  beforeAll(async () => {
    [work, club] = [await startProvider('work'), await startProvider('club')];
  });
  useApp(() => ({ oidcProviders: [work.settings, club.settings] }));
  afterAll(() => Promise.all([work.stop(), club.stop()]));
}

/** Somebody whom a provider knows, and we do not yet. */
export function account(changes: Partial<Account> = {}): Account {
  const sub = randomUUID();
  return { sub, email: `${sub}@work.test`, email_verified: true, name: 'Ida', ...changes };
}

/** How much there is of what signing in may leave behind. */
export function count(): Promise<number[]> {
  const names = ['users', 'credentials', 'sessions', 'signIns', 'signInCodes'];
  return Promise.all(names.map((name) => mongoose.connection.collection(name).countDocuments()));
}
