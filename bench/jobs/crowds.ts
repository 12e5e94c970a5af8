import { setTimeout as pause } from 'node:timers/promises';

import { type Bench, interleaved, type Job, type Measured } from '../job.js';
import { Audience } from '../load/audience.js';
import { disperse, eachOf, gather, say } from '../load/gathering.js';
import { marked } from '../load/marks.js';
import { startCounterpart } from '../systems/counterpart.js';
import type { GraphqlSocket } from '../systems/graphql-socket.js';
import { market, type Room } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { System } from '../systems/system.js';

const missedMessages = 20;

/** Everybody arrives at once, one person each; or comes back at once, and wants what they missed. */
export const crowds: Job = {
  name: 'crowds',
  run: async (bench) => {
    const rooms = market({ rooms: [500, 1_000] });
    const [hall, stadium] = rooms.rooms as [Room, Room];
    const ours = await startOurs(bench.database, rooms, 'crowds');
    const theirs = await startCounterpart(bench.database, rooms, 'crowds');
    const quiet = await startCounterpart(bench.database, rooms, 'crowds-quiet', { onlineList: false });
    await interleaved(bench, {
      'arrive 500.ours': arriving(ours, hall),
      'arrive 500.counterpart': arriving(theirs, hall),
      'arrive 500.counterpart without its online list': arriving(quiet, hall),
      'arrive 1,000.ours': arriving(ours, stadium),
    });
    await interleaved(bench, { 'come back 1,000.ours': comingBack(ours, stadium) });
    for (const system of [ours, theirs, quiet]) await system.stop();
  },
};

/** Until a message reaches everybody: then they are connected and subscribed. */
const arriving = (system: System, room: Room) => async (): Promise<Measured> => {
  const start = performance.now();
  const gathering = await gather(system, room);
  await say(gathering);
  const missing = await gathering.audience.hearsAll(60_000);
  const ms = performance.now() - start;
  await disperse(gathering);
  return { ms, missing };
};

/** All sockets break; messages are sent; all connect again with their cursors, and have everything once. */
const comingBack = (system: System, room: Room) => async (): Promise<Measured> => {
  const before = await gather(system, room);
  const cursor = await (before.sockets[0] as GraphqlSocket).cursorOf(room);
  await disperse(before);
  const audience = new Audience(room.people.length);
  const speaker = await system.connect(room.people[0]!);
  for (let n = 0; n < missedMessages; n++) await speaker.say(room, marked(audience.announce()));
  const start = performance.now();
  const sockets = await eachOf(room.people.length, async (index) => {
    const socket = (await system.connect(room.people[index]!)) as GraphqlSocket;
    socket.followAfter(room, audience.ear(index), cursor);
    return socket;
  });
  const missing = await audience.hearsAll(60_000);
  const ms = performance.now() - start;
  await Promise.all([speaker, ...sockets].map((socket) => socket.close()));
  return { ms, missing, twice: audience.twice };
};

const settling = 2_000;

/** What sockets cost that only wait; each time in a fresh process, all of two people. */
export const memory: Job = {
  name: 'memory',
  run: async (bench) => {
    const counts = bench.options.quick ? [1_000] : [2_000, 5_000];
    for (let round = 0; round < bench.options.rounds; round++) {
      for (const count of counts) await waiting(bench, 'ours', count);
      await waiting(bench, 'counterpart', counts[0]!);
    }
  },
};

async function waiting({ database, results, say: tell }: Bench, name: System['name'], count: number): Promise<void> {
  const place = market({ people: 2, rooms: [2] });
  const [room] = place.rooms as [Room];
  const system = name === 'ours' ? await startOurs(database, place, 'memory') : await startCounterpart(database, place, 'memory', { onlineList: false });
  // What is loaded at first use is not what a socket costs.
  await disperse(await spoken(system, room, 50));
  await pause(settling);
  const before = system.server.memory();
  const gathering = await spoken(system, room, count);
  await pause(settling);
  const during = system.server.memory();
  await disperse(gathering);
  await pause(settling);
  const after = system.server.memory();
  await system.stop();
  const kilobytes = (during - before) / count / 1024;
  results.note(`memory ${count}.${name}.kB per socket`, kilobytes);
  results.note(`memory ${count}.${name}.after ÷ before`, after / before);
  tell(`  ${count} sockets, ${name}: ${kilobytes.toFixed(1)} kB each; ${mb(before)} before, ${mb(during)} during, ${mb(after)} after`);
}

async function spoken(system: System, room: Room, ears: number) {
  const gathering = await gather(system, room, ears);
  await say(gathering);
  const missing = await gathering.audience.hearsAll();
  if (missing > 0) throw new Error(`${missing} of ${ears} sockets did not hear the message.`);
  return gathering;
}

const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
