import { afterEach, expect, onTestFinished, test, vi } from 'vitest';

import { ProfileChanged, viewerStream } from '../../src/domains/people/index.js';
import { Role } from '../../src/platform/viewer.js';
import { administrator, anonymous, type Heard, password, people, type Person, startProcess, theApp, useApp } from '../testkit/index.js';

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

type Servers = readonly { readonly url: string }[];

/** Two servers, on one database with the app that the rights are lost at. */
const places: Readonly<Record<string, () => Promise<Servers>>> = {
  'on two servers': async () => [theApp(), await theApp().another()],
  'also when the other server is told of nothing': async () => {
    const other = await theApp().another();
    vi.spyOn(other.services.events, 'heard').mockImplementation(() => undefined);
    return [theApp(), other];
  },
  'on two processes of their own': async () => {
    const processes = await Promise.all([startProcess(theApp().databaseUri), startProcess(theApp().databaseUri)]);
    onTestFinished(async () => void (await Promise.all(processes.map((process) => process.stop()))));
    return processes;
  },
};

test.each(Object.keys(places))('a hundred sockets hear nothing after the loss, %s', { timeout: 120_000 }, async (place) => {
  const servers = await places[place]!();
  const admin = await administrator();
  const victims = await Promise.all(Object.values(await people(...names)).map((person) => listening(person, servers)));

  const ways = Object.values(losses);
  const ends: Promise<Ending>[] = [];
  const delays: number[] = [];
  for (const [index, victim] of victims.entries()) {
    const lose = ways[index % ways.length]!;
    const hearing = victim.hearing.map((heard) => untilTheEnd(heard));
    await lose(victim, admin);
    const lostAt = performance.now();
    ends.push(...hearing);
    void Promise.all(hearing).then((all) => delays.push(...all.map(({ at }) => Math.max(0, at - lostAt))));
    // From here on, whatever is committed is later than the loss.
    for (let event = 0; event < eventsAfterwards; event++)
      await theApp().services.events.publish(new ProfileChanged({ userId: victim.person.id }), [viewerStream(victim.person.id)]);
  }

  const endings = await Promise.all(ends);
  expect(endings).toHaveLength(names.length * socketsEach);
  expect(endings).toEqual(endings.map(({ at }) => ({ heard: [], code: 4403, at })));
  for (const { url } of servers)
    await expect.poll(async () => (await admin.asksAt(url).examinesTheSystem()).process).toMatchObject({ sockets: 0, subscriptions: 0 });
  if (process.env['PROOF_FIGURES']) console.info(`${place}: the last of ${delays.length} sockets closed ${Math.round(Math.max(...delays))} ms after the loss was acknowledged`);
});

/** All of them live: each has had the event that came first. */
async function listening(person: Person, servers: Servers): Promise<Victim> {
  const { token } = await anonymous().logsIn({ email: person.email, password });
  const after = await person.viewerCursor();
  const hearing = Array.from({ length: socketsEach }, (_, n) =>
    anonymous(token, () => servers[n % servers.length]!.url).followsEverything(after),
  );
  await person.updatesProfile({ name: 'before' });
  await Promise.all(hearing.map((heard) => heard.next()));
  return { person, actor: anonymous(token), hearing };
}

interface Ending {
  readonly heard: readonly string[];
  readonly code: unknown;
  readonly at: number;
}

async function untilTheEnd(heard: Victim['hearing'][number]): Promise<Ending> {
  const kinds: string[] = [];
  for (;;) {
    try {
      kinds.push((await heard.next()).viewerEvents.kind);
    } catch (error) {
      return { heard: kinds, code: (error as { code?: unknown }).code, at: performance.now() };
    }
  }
}
