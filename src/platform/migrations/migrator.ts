import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

import type { mongo } from 'mongoose';

import { now } from '../clock.js';
import { newId } from '../identity.js';
import type { Logger } from '../logger.js';
import type { Migration, MigrationContext } from './migration.js';
import { type Failed, migrationsCollection, MigrationStateStore, type Running } from './migration-state.js';

export interface MigrationStatus {
  readonly name: string;
  /** `null`: not applied. */
  readonly appliedAt: Date | null;
  readonly running: Running | null;
  readonly failed: Failed | null;
}

interface Lease {
  /** How long a runner that is not heard of keeps others waiting. */
  readonly lastsMs: number;
  readonly lookEveryMs: number;
}

const usualLease: Lease = { lastsMs: 30_000, lookEveryMs: 500 };

/** Runs migrations one after the other, and only where nobody else does at the same time. */
export class Migrator {
  private readonly runner = `${hostname()}/${process.pid}/${newId()}`;
  private readonly store: MigrationStateStore;

  constructor(
    private readonly migrations: readonly Migration[],
    private readonly db: mongo.Db,
    private readonly log: Logger,
    private readonly lease: Lease = usualLease,
  ) {
    this.store = new MigrationStateStore(db);
  }

  /** Every migration, in order, with what became of it. */
  async status(): Promise<MigrationStatus[]> {
    const { applied, running, failed } = await this.store.read();
    const known = new Set(this.migrations.map(({ name }) => name));
    const names = [...known, ...applied.map(({ name }) => name).filter((name) => !known.has(name))];
    return names.map((name) => ({
      name,
      appliedAt: applied.find((entry) => entry.name === name)?.at ?? null,
      running: running?.name === name ? running : null,
      failed: failed?.name === name ? failed : null,
    }));
  }

  async pending(): Promise<string[]> {
    return (await this.status()).filter(({ appliedAt }) => appliedAt === null).map(({ name }) => name);
  }

  /** Applies what is pending, up to and including `to`. Answers what it applied. */
  up(to?: string): Promise<string[]> {
    return this.inTurn(async (umzug) => {
      if (to !== undefined && (await umzug.executed()).some(({ name }) => name === to)) return [];
      return (await umzug.up(to === undefined ? {} : { to })).map(({ name }) => name);
    });
  }

  /** Reverts the newest as of the call, or everything back to and including `to`. Answers what it reverted: nothing that another runner has reverted already. */
  async down(to?: string): Promise<string[]> {
    const target = to ?? (await this.newestApplied());
    if (target === null) return [];
    return this.inTurn(async (umzug) => {
      const newest = await this.newestApplied();
      const isReverted = (await this.pending()).includes(target) || (to === undefined && newest !== target);
      return isReverted ? [] : (await umzug.down({ to: target })).map(({ name }) => name);
    });
  }

  /** Takes a database that has nothing in it yet for what the code expects. Answers whether it was one. */
  async adoptIfEmpty(): Promise<boolean> {
    const collections = await this.db.listCollections({}, { nameOnly: true }).toArray();
    if (collections.some(({ name }) => name !== migrationsCollection)) return false;
    await this.store.beginWith(this.migrations.map(({ name }) => name));
    return true;
  }

  private async newestApplied(): Promise<string | null> {
    const applied = new Set((await this.store.read()).applied.map(({ name }) => name));
    return this.migrations.findLast(({ name }) => applied.has(name))?.name ?? null;
  }

  private async inTurn(work: (umzug: Awaited<ReturnType<Migrator['umzug']>>) => Promise<string[]>): Promise<string[]> {
    const { lastsMs, lookEveryMs } = this.lease;
    for (let told = false; !(await this.store.acquire(this.runner, lastsMs)); told = true) {
      if (!told) this.log.info({ runner: (await this.store.read()).runner }, 'Another runner is migrating; waiting for it.');
      await pause(lookEveryMs);
    }
    const renewing = setInterval(() => {
      this.store.renew(this.runner, lastsMs).catch((error: unknown) => this.log.warn({ err: error }, 'Could not renew the lease.'));
    }, lastsMs / 3);
    try {
      return await work(await this.umzug());
    } catch (error) {
      // Umzug wraps it; what happened is what its cause says.
      throw error instanceof Error && error.name === 'MigrationError' ? (error.cause ?? error) : error;
    } finally {
      clearInterval(renewing);
      await this.store.release(this.runner);
    }
  }

  /** Loaded when there is something to run, because it brings a command line of its own along. */
  private async umzug() {
    const { Umzug } = await import('umzug');
    return new Umzug<MigrationContext>({
      migrations: this.migrations.map((migration) => ({
        name: migration.name,
        up: ({ context }) => this.run(migration, 'up', context),
        down: ({ context }) => this.run(migration, 'down', context),
      })),
      context: { db: this.db, log: this.log },
      storage: {
        executed: async () => (await this.store.read()).applied.map(({ name }) => name),
        logMigration: ({ name }) => this.store.applied(this.runner, name),
        unlogMigration: ({ name }) => this.store.reverted(this.runner, name),
      },
      logger: undefined,
    });
  }

  private async run(migration: Migration, direction: 'up' | 'down', context: MigrationContext): Promise<void> {
    const running: Running = { name: migration.name, direction, by: this.runner, since: now() };
    await this.store.begun(running);
    this.log.info({ migration: migration.name, direction }, 'Migrating.');
    try {
      await migration[direction](context);
    } catch (error) {
      await this.store.failed(running, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
