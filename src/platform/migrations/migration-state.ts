import type { mongo } from 'mongoose';

import { now } from '../clock.js';
import { isDuplicate } from '../transaction.js';

export interface Running {
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly by: string;
  readonly since: Date;
}

export interface Failed extends Running {
  readonly reason: string;
}

/** One document: what was applied, and who may change that. So a write that records can insist on its author still being the runner. */
interface State {
  readonly _id: 'state';
  readonly runner: string | null;
  /** By the clock of the database, which all runners share. */
  readonly runnerUntil: Date | null;
  readonly applied: readonly { readonly name: string; readonly at: Date }[];
  readonly running?: Running | null;
  readonly failed?: Failed | null;
}

export type MigrationState = Required<Pick<State, 'applied' | 'running' | 'failed' | 'runner'>>;

export class LeaseLost extends Error {
  constructor() {
    super('Another runner took over, because this one was not heard of for too long. What it was doing has not been recorded.');
  }
}

export const migrationsCollection = 'migrations';

/** What the database remembers of its migrations. */
export class MigrationStateStore {
  private readonly collection: mongo.Collection<State>;

  constructor(db: mongo.Db) {
    this.collection = db.collection(migrationsCollection, { writeConcern: { w: 'majority' }, readPreference: 'primary' });
  }

  async read(): Promise<MigrationState> {
    const state = await this.collection.findOne({ _id: 'state' });
    return { applied: state?.applied ?? [], running: state?.running ?? null, failed: state?.failed ?? null, runner: state?.runner ?? null };
  }

  /** Whether `runner` has the lease now: nobody else has it, or has not renewed it. */
  async acquire(runner: string, forMs: number): Promise<boolean> {
    await this.beginWith([]);
    const free = { $or: [{ runner: null }, { $expr: { $lte: ['$runnerUntil', '$$NOW'] } }] };
    const { matchedCount } = await this.collection.updateOne({ _id: 'state', ...free }, leased(runner, forMs));
    return matchedCount === 1;
  }

  async renew(runner: string, forMs: number): Promise<void> {
    await this.collection.updateOne({ _id: 'state', runner }, leased(runner, forMs));
  }

  async release(runner: string): Promise<void> {
    await this.collection.updateOne({ _id: 'state', runner }, { $set: { runner: null, runnerUntil: null } });
  }

  begun(running: Running): Promise<void> {
    return this.record(running.by, { $set: { running } });
  }

  failed(running: Running, reason: string): Promise<void> {
    return this.record(running.by, { $set: { running: null, failed: { ...running, reason } } });
  }

  applied(runner: string, name: string): Promise<void> {
    return this.record(runner, { $push: { applied: { name, at: now() } }, $set: { running: null, failed: null } });
  }

  reverted(runner: string, name: string): Promise<void> {
    return this.record(runner, { $pull: { applied: { name } }, $set: { running: null, failed: null } });
  }

  /** Does nothing where something is remembered already. */
  async beginWith(names: readonly string[]): Promise<void> {
    const applied = names.map((name) => ({ name, at: now() }));
    try {
      await this.collection.updateOne({ _id: 'state' }, { $setOnInsert: { runner: null, runnerUntil: null, applied } }, { upsert: true });
    } catch (error) {
      // Somebody else began in this very moment.
      if (!isDuplicate(error)) throw error;
    }
  }

  private async record(runner: string, update: mongo.UpdateFilter<State>): Promise<void> {
    const { matchedCount } = await this.collection.updateOne({ _id: 'state', runner }, update);
    if (matchedCount === 0) throw new LeaseLost();
  }
}

const leased = (runner: string, forMs: number): mongo.Document[] => [{ $set: { runner, runnerUntil: { $add: ['$$NOW', forMs] } } }];
