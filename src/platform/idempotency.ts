import mongoose, { Schema } from 'mongoose';

import { now } from './clock.js';
import { DomainError, refusal } from './errors/index.js';
import { currentTransaction, inTransaction } from './transaction.js';
import { insertLast } from './write-last.js';

/** The first answer to a call, kept in the same transaction as its effect. */
interface Answer {
  readonly _id: string;
  readonly fingerprint: string;
  readonly answer: unknown;
  readonly at: Date;
}

const answerSchema = new Schema(
  {
    _id: { type: String, required: true },
    fingerprint: { type: String, required: true },
    answer: Schema.Types.Mixed,
    at: { type: Date, required: true },
  },
  { collection: 'answers', versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
);
answerSchema.index({ at: 1 });
const AnswerModel = mongoose.model<Answer>('Answer', answerSchema as never);

export interface Call {
  /** Who calls, if that is known, what, and under which key. */
  readonly id: string;
  /** Of the variables: the same key with others is refused. */
  readonly fingerprint: string;
}

export interface Outcome {
  readonly answer: unknown;
  readonly replayed: boolean;
}

/** Runs the work once, whatever happens to the answer on its way. Refusals change nothing and are not remembered. */
export async function once(call: Call, work: () => Promise<unknown>): Promise<Outcome> {
  const known = await recall(call);
  if (known) return known;
  try {
    return await inTransaction(() => firstOrAgain(call, work), { turnOf: `call:${call.id}`, adoptsTurn: true });
  } catch (error) {
    // Our rival may have answered between our look and our failure, and be the very cause of it.
    const earlier = error instanceof DomainError ? await inTransaction(() => recall(call)) : null;
    if (earlier) return earlier;
    throw error;
  }
}

async function firstOrAgain(call: Call, work: () => Promise<unknown>): Promise<Outcome> {
  const earlier = currentTransaction()!.isRetry ? await recall(call) : null;
  if (earlier) return earlier;
  const answer = (await work()) ?? null;
  insertLast(AnswerModel, { _id: call.id, fingerprint: call.fingerprint, answer, at: now() });
  return { answer, replayed: false };
}

async function recall(call: Call): Promise<Outcome | null> {
  const earlier = await AnswerModel.findById(call.id).readConcern('majority').lean<Answer>();
  if (!earlier) return null;
  if (earlier.fingerprint !== call.fingerprint) throw refusal('IDEMPOTENCY_KEY_REUSED');
  return { answer: earlier.answer, replayed: true };
}

export async function forgetAnswersBefore(moment: Date): Promise<void> {
  await AnswerModel.deleteMany({ at: { $lt: moment } });
}
