import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { ProfileChanged, viewerStream } from '../../src/domains/people/index.js';
import { currentTransaction, inTransaction } from '../../src/platform/transaction.js';
import { eventsOn, people, type Person, Refused, type ServerProcess, startProcess, theApp, useApp } from '../testkit/index.js';

/**
 * R6: whatever is cut or killed, who resumes after a cursor receives what was committed, in that order, each once.
 * Ten thousand with `PROOF_EVENTS=10000`; fewer tell the same in a minute.
 */
const eventsInAll = Number(process.env['PROOF_EVENTS'] ?? 1_000);
const writers = 16;
const listeners = ['ana', 'ben', 'eve', 'kim'] as const;
const cutsEach = 5;
const longestCommitDelay = 10;

useApp();

let nodes: ServerProcess[] = [];
beforeAll(async () => {
  nodes = await Promise.all([startProcess(theApp().databaseUri), startProcess(theApp().databaseUri)]);
}, 180_000);
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
});

test(
  `${eventsInAll} events, ${listeners.length * cutsEach} cuts, one node killed: nothing is missing, nothing comes twice`,
  { timeout: 600_000 },
  async () => {
    const everybody = Object.values(await people(...listeners));
    const starts = await Promise.all(everybody.map((person) => person.viewerCursor()));
    const eventsEach = Math.ceil(eventsInAll / listeners.length);

    const following = everybody.map((person, index) => followsThroughCuts(person, starts[index]!, eventsEach));
    const killing = killAndReplaceOneNode();
    await writeConcurrently(everybody, eventsEach);
    await killing;
    const received = await Promise.all(following);

    for (const [index, person] of everybody.entries()) expect(received[index]).toEqual(await committed(person));
  },
);

/** Each transaction takes its time between taking its number and committing: numbers taken outside would overtake each other. */
async function writeConcurrently(everybody: readonly Person[], eventsEach: number): Promise<void> {
  const { events } = theApp().services;
  const toWrite = everybody.flatMap(({ id }) => Array<string>(eventsEach).fill(id));
  toWrite.sort(() => Math.random() - 0.5);
  const writer = async () => {
    for (let id = toWrite.pop(); id !== undefined; id = toWrite.pop()) {
      const whose = id;
      await inTransaction(async () => {
        await events.publish(new ProfileChanged({ userId: whose }), [viewerStream(whose)]);
        currentTransaction()!.beforeCommit.events.push(() => pause(Math.random() * longestCommitDelay));
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

async function killAndReplaceOneNode(): Promise<void> {
  await pause(1_000);
  const [victim, survivor] = nodes as [ServerProcess, ServerProcess];
  await victim.kill();
  nodes = [survivor, await startProcess(theApp().databaseUri)];
}

/** Listens, is cut every now and then, and goes on at another node after the last cursor it has. */
async function followsThroughCuts(person: Person, start: string, total: number): Promise<string[]> {
  const received: string[] = [];
  const cutAt = new Set(Array.from({ length: cutsEach }, (_, cut) => Math.floor((total * (cut + 1)) / (cutsEach + 1))));
  let cursor = start;
  for (let turn = 0; received.length < total; turn++) {
    const there = person.asksAt(nodes[turn % nodes.length]!.url);
    const heard = there.followsEverything(cursor);
    try {
      do {
        const { viewerEvents } = await heard.next();
        received.push(viewerEvents.eventId);
        cursor = viewerEvents.cursor;
      } while (received.length < total && !cutAt.has(received.length));
    } catch (error) {
      // The node was killed, or is not back yet. To be refused is another thing.
      if (error instanceof Refused) throw error;
    }
    await there.hangsUp();
  }
  return received;
}

async function committed({ id }: Person): Promise<string[]> {
  const events = await eventsOn(`viewer:${id}`);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  return events.map(({ eventId }) => eventId);
}
