import mongoose from 'mongoose';

import { type OutboxEvent, type StreamEvent, toldOn } from '../src/platform/events/index.js';

type Row<Fields> = Fields & { readonly _id: string; readonly version: number };

/** Everything that the histories of one round have left in the database. */
export interface Records {
  readonly items: readonly Row<{ ownerId: string; status: string; title: string }>[];
  readonly trades: readonly Row<{ requester: { userId: string }; participantIds: readonly string[]; status: string; conversationId: string; rejectionReason?: string }>[];
  readonly messages: readonly Row<{ senderId: string; conversationId: string; content: string; deletedAt?: Date | null }>[];
  readonly participants: readonly { readonly conversationId: string; readonly userId: string; readonly readUpToSeq: number }[];
  readonly sessions: readonly Row<{ userId: string; endedAt: Date | null; generation: number }>[];
  readonly users: readonly Row<{ name: string; email: string; suspension: object | null }>[];
  readonly credentials: readonly Row<object>[];
  readonly businesses: readonly Row<object>[];
  readonly auditEntries: readonly Row<{ action: string; targetId: string }>[];
  readonly answers: readonly { readonly _id: string }[];
  readonly outbox: readonly StreamEvent<Readonly<Record<string, unknown>>>[];
}

const collections = ['items', 'trades', 'messages', 'participants', 'sessions', 'users', 'credentials', 'businesses', 'auditEntries', 'answers'] as const;

export async function readRecords(): Promise<Records> {
  const rows = await Promise.all(collections.map((name) => mongoose.connection.collection(name).find().sort({ _id: 1 }).toArray()));
  const events = await outbox().find({ 'streams.name': ours }).toArray();
  const inOrder = toldOn((name) => ours.test(name), events);
  return { ...Object.fromEntries(collections.map((name, index) => [name, rows[index]])), outbox: inOrder } as unknown as Records;
}

const outbox = () => mongoose.connection.collection<OutboxEvent>('outbox');

/** Each process remembers how far it has come on the streams of lost rights; those stay. */
const theirs = /^access:/;
const ours = /^(?!access:)/;

export async function forgetRecords(): Promise<void> {
  for (const name of [...collections, 'conversations', 'ownerships', 'emailedTokens', 'devMails', 'jobs']) await mongoose.connection.collection(name).deleteMany({});
  await outbox().deleteMany({ 'streams.name': { $not: theirs } });
  await outbox().updateMany({}, { $pull: { streams: { name: ours } } } as never);
  await mongoose.connection.collection<{ _id: string }>('streams').deleteMany({ _id: ours });
}
