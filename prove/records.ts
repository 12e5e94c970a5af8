import mongoose from 'mongoose';

import type { StreamEvent } from '../src/platform/events/index.js';

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

const collections = ['items', 'trades', 'messages', 'participants', 'sessions', 'users', 'credentials', 'businesses', 'auditEntries', 'answers', 'outbox'] as const;

export async function readRecords(): Promise<Records> {
  const rows = await Promise.all(collections.map((name) => mongoose.connection.collection(name).find(name === 'outbox' ? { stream: ours } : {}).sort(name === 'outbox' ? { stream: 1, seq: 1 } : { _id: 1 }).toArray()));
  return Object.fromEntries(collections.map((name, index) => [name, rows[index]])) as unknown as Records;
}

/** Each process remembers how far it has come on the streams of lost rights; those stay. */
const ours = /^(?!access:)/;

export async function forgetRecords(): Promise<void> {
  for (const name of [...collections, 'conversations', 'ownerships', 'emailedTokens', 'devMails', 'jobs']) await mongoose.connection.collection(name).deleteMany(name === 'outbox' ? { stream: ours } : {});
  await mongoose.connection.collection<{ _id: string }>('streams').deleteMany({ _id: ours });
}
