import type * as Argon2 from '@node-rs/argon2';
import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { resetTokenOf } from '../testkit/dev-inbox.js';
import { anonymous, deferred, everythingDone, password, people, type Person, Refused, useApp } from '../testkit/index.js';
import { type RealProvider, startProvider } from '../testkit/openid-provider.js';
import { comesBackFrom } from '../testkit/sign-in.verbs.js';

/** The real one, and a test may hold what it answers. */
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof Argon2>();
  return { ...real, verify: vi.fn(real.verify) };
});

let work: RealProvider;
beforeAll(async () => {
  work = await startProvider('work');
});
useApp(() => ({ oidcProviders: [work.settings] }));
afterAll(() => work.stop());

const another = 'another fine password';

/** Begins the work, and lets it go on from when its password was found right, after the other work is done. */
async function overtaken<T>(work: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const [proved, released] = [deferred(), deferred()];
  vi.mocked(verify).mockImplementationOnce(async () => {
    proved.resolve();
    await released.promise;
    return true;
  });
  const outcome = work();
  outcome.catch(() => undefined);
  await proved.promise;
  await meanwhile();
  released.resolve();
  return outcome;
}

/** How a password ceases to be one. */
const changes: Readonly<Record<string, (ana: Person, owner: ReturnType<typeof anonymous>) => Promise<unknown>>> = {
  'is changed': (_, owner) => owner.changesPassword(password, another),
  'is reset': async (ana) => anonymous().resetsPassword(await resetTokenOf(ana), another),
};

test.each(Object.keys(changes))('another address is not asked for with a password that %s meanwhile', async (change) => {
  const { ana } = await people('ana');
  const owner = anonymous((await anonymous().logsIn({ email: ana.email, password })).token);
  const wanted = `wanted-${ana.email}`;
  await expect(overtaken(() => ana.changesEmail(wanted, password), () => changes[change]!(ana, owner))).rejects.toHaveCode('INVALID_CREDENTIALS');
  const { token } = await anonymous().logsIn({ email: ana.email, password: another });
  expect(await anonymous(token).asksForVerificationAgain()).toBe(false);
  await everythingDone();
  expect(await anonymous().readsDevInbox(wanted)).toEqual([]);
});

test.each(Object.keys(changes))('no sign-in is linked with a password that %s meanwhile', async (change) => {
  const { ana } = await people('ana');
  const owner = anonymous((await anonymous().logsIn({ email: ana.email, password })).token);
  work.sits({ sub: `eve, when it ${change}`, name: 'Eve' });
  const code = await comesBackFrom('work');
  await expect(overtaken(() => ana.linksSignIn(code, password), () => changes[change]!(ana, owner))).rejects.toBeInstanceOf(Refused);
  const { token } = await anonymous().logsIn({ email: ana.email, password: another });
  expect(await anonymous(token).mySignIns()).toEqual([]);
});
