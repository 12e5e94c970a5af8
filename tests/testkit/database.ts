import mongoose from 'mongoose';
import { expect } from 'vitest';

import { invariants } from '../../src/invariants.js';
import { type OutboxEvent, type StreamEvent, toldOn } from '../../src/platform/events/index.js';
import { inspect } from '../../src/platform/invariants/index.js';

type Row = Readonly<Record<string, unknown>> & { readonly _id: unknown };

const collections = ['items', 'ownerships', 'trades', 'conversations', 'participants', 'messages', 'outbox', 'streams', 'answers'] as const;
export type Picture = Readonly<Record<(typeof collections)[number], Row[]>>;

/** Everything that mutations can change, byte for byte. */
export async function picture(): Promise<Picture> {
  const rows = await Promise.all(collections.map((name) => mongoose.connection.collection<Row>(name).find().sort({ _id: 1 }).toArray()));
  return Object.fromEntries(collections.map((name, index) => [name, rows[index]])) as unknown as Picture;
}

/** Puts everything back as it was, or away; the people stay. */
export async function restore(earlier: Partial<Picture> = {}): Promise<void> {
  for (const name of collections) {
    const collection = mongoose.connection.collection<Row>(name);
    await collection.deleteMany({});
    const rows = earlier[name] ?? [];
    if (rows.length > 0) await collection.insertMany(rows);
  }
}

/** All that is kept of one stream, in its order. */
export async function eventsOn(stream: string): Promise<StreamEvent[]> {
  const events = await mongoose.connection.collection<OutboxEvent>('outbox').find({ 'streams.name': stream }).toArray();
  return toldOn((name) => name === stream, events);
}

/** What must hold in any committed state, whoever raced and whatever died: every domain's invariants, of everything there is. */
export async function assertConsistent(): Promise<void> {
  const findings = await inspect(invariants, { limit: Infinity, milliseconds: 60_000, eventsSince: new Date(0) });
  expect(findings.flatMap(({ name, violations }) => violations.map(({ id, explanation }) => `${name}: ${id}: ${explanation}`))).toEqual([]);
  expect(findings.filter(({ complete }) => !complete)).toEqual([]);
}
