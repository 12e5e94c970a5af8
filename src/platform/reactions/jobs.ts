import mongoose, { Schema } from 'mongoose';

import { now } from '../clock.js';
import type { Fact } from '../events/index.js';
import { type Id, newId } from '../identity.js';
import { type Page, pageOf, type PageRequest } from '../pagination.js';
import { withoutSecrets } from '../redaction.js';

/** WAITING: to be done yet, claimed or not. FAILED: given up, until somebody looks at it. */
type JobState = 'WAITING' | 'FAILED';

/** What one reaction still has to do about one event. Deleted when it is done. */
export interface Job {
  readonly _id: string;
  readonly reaction: string;
  readonly event: Fact;
  /** When the event happened. */
  readonly since: Date;
  /** When somebody may next take it up. Whoever does puts it off by a lease, so that a claim of the dead falls due by itself. */
  readonly dueAt: Date;
  /** Of the claim that counts: whoever was too slow has another one and cannot note anything any more. */
  readonly claim: Id | null;
  readonly attempts: number;
  readonly state: JobState;
  /** Why it failed the last time. */
  readonly error: string | null;
}

const jobSchema = new Schema(
  {
    _id: { type: String, required: true },
    reaction: { type: String, required: true },
    event: { type: Schema.Types.Mixed, required: true },
    since: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    claim: { type: String, default: null },
    attempts: { type: Number, required: true },
    state: { type: String, required: true },
    error: { type: String, default: null },
  },
  { collection: 'jobs', versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
);
jobSchema.index({ state: 1, dueAt: 1 });
jobSchema.index({ state: 1, since: 1 });
// For those alone that were given up, so that it costs the others nothing.
jobSchema.index({ since: -1, _id: -1 }, { partialFilterExpression: { state: 'FAILED' } });

const JobModel = mongoose.model<Job>('Job', jobSchema as never);

const longestError = 500;

/** Belongs into the transaction that publishes the events. */
export async function addJobs(jobs: readonly { readonly reaction: string; readonly event: Fact }[]): Promise<void> {
  const rows = jobs.map(({ reaction, event }) => ({
    _id: `${event.eventId}/${reaction}`,
    reaction,
    event,
    since: event.at,
    dueAt: event.at,
    claim: null,
    attempts: 0,
    state: 'WAITING',
    error: null,
  }));
  await JobModel.insertMany(rows, { lean: true });
}

/** The one that has been due the longest, for as long as the lease; `null` when nothing is due. */
export const claimJob = (reactions: readonly string[], leaseMs: number): Promise<Job | null> =>
  JobModel.findOneAndUpdate(
    { state: 'WAITING', dueAt: { $lte: now() }, reaction: { $in: [...reactions] } },
    { $set: { dueAt: inFuture(leaseMs), claim: newId() }, $inc: { attempts: 1 } },
    { sort: { dueAt: 1 }, returnDocument: 'after' },
  )
    .lean<Job>()
    .exec();

export async function renewClaim(job: Job, leaseMs: number): Promise<void> {
  await JobModel.updateOne(claimed(job), { $set: { dueAt: inFuture(leaseMs) } });
}

/** Answers whether it was still ours to finish. */
export async function finishJob(job: Job): Promise<boolean> {
  return (await JobModel.deleteOne(claimed(job))).deletedCount === 1;
}

export async function putOffJob(job: Job, error: unknown, pauseMs: number): Promise<void> {
  await JobModel.updateOne(claimed(job), { $set: { dueAt: inFuture(pauseMs), claim: null, error: reasonOf(error) } });
}

export async function parkJob(job: Job, error: unknown): Promise<void> {
  await JobModel.updateOne(claimed(job), { $set: { state: 'FAILED', claim: null, error: reasonOf(error) } });
}

/** Given up before, and to be tried from the beginning. Answers how many there were, and how many of them that is; belongs to a transaction. */
export async function retryFailedJobs(atMost: number): Promise<{ readonly failed: number; readonly retried: number }> {
  const failed = await JobModel.countDocuments({ state: 'FAILED' });
  const oldest = await JobModel.find({ state: 'FAILED' }, { _id: 1 })
    .sort({ since: 1 })
    .limit(atMost)
    .hint({ state: 1, since: 1 })
    .lean<Pick<Job, '_id'>[]>();
  const ids = oldest.map(({ _id }) => _id);
  const { modifiedCount } = await JobModel.updateMany({ _id: { $in: ids }, state: 'FAILED' }, { $set: { state: 'WAITING', dueAt: now(), claim: null, attempts: 0 } });
  return { failed, retried: modifiedCount };
}

/** What was given up, what happened last first. */
export const failedJobs = (page: PageRequest): Promise<Page<Job>> => pageOf(JobModel, { state: 'FAILED' }, page, { since: -1 });

export interface QueueState {
  /** What is to be done yet, claimed or not. */
  readonly waiting: number;
  /** What was given up, and waits for somebody to look at it. */
  readonly failed: number;
  /** How long ago the oldest event happened that something is still to be done about; 0 when there is none. */
  readonly lagSeconds: number;
}

/** How far the reactions are behind, over all processes. */
export async function queueState(): Promise<QueueState> {
  const [waiting, failed, oldest] = await Promise.all([
    JobModel.countDocuments({ state: 'WAITING' }),
    JobModel.countDocuments({ state: 'FAILED' }),
    JobModel.findOne({ state: 'WAITING' }, { since: 1 }).sort({ since: 1 }).hint({ state: 1, since: 1 }).lean<Pick<Job, 'since'>>(),
  ]);
  return { waiting, failed, lagSeconds: oldest ? Math.max(0, (now().getTime() - oldest.since.getTime()) / 1000) : 0 };
}

const claimed = ({ _id, claim }: Job) => ({ _id, claim });

const inFuture = (ms: number): Date => new Date(now().getTime() + ms);

/** Mail servers, for one, say whose mail they do not take. */
const reasonOf = (error: unknown): string => withoutSecrets(error instanceof Error ? error.message : String(error)).slice(0, longestError);
