import { afterEach, expect, test, vi } from 'vitest';

import { ProfileChanged, viewerStream } from '../../src/domains/people/index.js';
import { Role } from '../../src/platform/viewer.js';
import { administrator, anonymous, type Heard, password, people, type Person, theApp, useApp } from '../testkit/index.js';

/** R5: no event that is committed after a right was lost reaches a socket that had it, on whichever process it is. */
const socketsEach = 10;
const eventsAfterwards = 5;
const names = ['ana', 'ben', 'cleo', 'dan', 'eve', 'finn', 'hal', 'ida', 'jo', 'kim'] as const;

useApp();
afterEach(() => vi.restoreAllMocks());

interface Victim {
  readonly person: Person;
  readonly actor: ReturnType<typeof anonymous>;
  readonly hearing: readonly Pick<Heard<{ viewerEvents: { kind: string } }>, 'next'>[];
}

type Loss = (victim: Victim, admin: Person) => Promise<unknown>;

const losses: Readonly<Record<string, Loss>> = {
  'logging out': ({ actor }) => actor.logsOut(),
  'an ended session': async ({ actor, person }) => person.endsSession((await actor.mySessions()).find(({ current }) => current)!),
  'a new password': ({ person }) => person.changesPassword(password, `${password}!`),
  'another role': ({ person }, admin) => admin.setsRoles(person, [Role.AGENT]),
  suspension: ({ person }, admin) => admin.suspends(person),
};

test.each([
  ['', false],
  [', also when the other process is not woken', true],
])('a hundred sockets on two processes hear nothing after the loss%s', { timeout: 120_000 }, async (_, asleep) => {
  const other = await theApp().another();
  if (asleep) vi.spyOn(other.services.revocations, 'wake').mockImplementation(() => undefined);
  const admin = await administrator();
  const victims = await Promise.all(Object.values(await people(...names)).map((person) => listening(person, [theApp(), other])));

  const ways = Object.values(losses);
  for (const [index, victim] of victims.entries()) {
    await ways[index % ways.length]!(victim, admin);
    // From here on, whatever is committed is later than the loss.
    for (let event = 0; event < eventsAfterwards; event++)
      await theApp().services.events.publish(new ProfileChanged({ userId: victim.person.id }), [viewerStream(victim.person.id)]);
  }

  const endings = await Promise.all(victims.flatMap(({ hearing }) => hearing.map((heard) => untilTheEnd(heard))));
  expect(endings).toHaveLength(names.length * socketsEach);
  expect(endings).toEqual(endings.map(() => ({ heard: [], code: 4403 })));
  await expect.poll(() => theApp().subscriptions() + other.subscriptions()).toBe(0);
});

/** All of them live: each has had the event that came first. */
async function listening(person: Person, apps: readonly { readonly url: string }[]): Promise<Victim> {
  const { token } = await anonymous().logsIn({ email: person.email, password });
  const after = await person.viewerCursor();
  const hearing = Array.from({ length: socketsEach }, (_, n) =>
    anonymous(token, () => apps[n % apps.length]!.url).followsEverything(after),
  );
  await person.updatesProfile({ name: 'before' });
  await Promise.all(hearing.map((heard) => heard.next()));
  return { person, actor: anonymous(token), hearing };
}

async function untilTheEnd(heard: Victim['hearing'][number]): Promise<{ heard: string[]; code: unknown }> {
  const kinds: string[] = [];
  for (;;) {
    try {
      kinds.push((await heard.next()).viewerEvents.kind);
    } catch (error) {
      return { heard: kinds, code: (error as { code?: unknown }).code };
    }
  }
}
