import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import type { Fact, Hearing } from '../events/index.js';
import type { Logger } from '../logger.js';
import { inTransaction } from '../transaction.js';
import { addJobs, claimJob, finishJob, type Job, parkJob, putOffJob, renewClaim } from './jobs.js';
import { Hopeless, type Reaction } from './reaction.js';

export interface ReactionRules {
  /** How long a claim counts without being renewed. */
  readonly leaseMs: number;
  /** Before the second attempt; doubled before each further one. */
  readonly pauseMs: number;
  readonly attempts: number;
}

const atOnce = 4;
const longestPauseMs = 3_600_000;
const lookEveryMs = 5_000;
const patienceMs = 5_000;

/**
 * The second kind of reader of what happens. What is to be done is noted in the transaction of the event, for those kinds only that
 * somebody reacts to; whichever process is free claims it. Nothing is lost with a process: its claims fall due again.
 */
export class Reactions implements Hearing {
  private readonly byName = new Map<string, Reaction>();
  private readonly byKind = new Map<string, string[]>();
  private readonly running = new Set<Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** Work goes on in the context of the start, not in that of whoever caused it, such as the version that a caller expects. */
  private readonly detached = AsyncLocalStorage.snapshot();
  private lookingAround: NodeJS.Timeout | undefined;
  private started = false;
  private wanted = false;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly rules: ReactionRules,
    private readonly log: Logger,
  ) {}

  add(reaction: Reaction): void {
    if (this.byName.has(reaction.name)) throw new Error(`There are two reactions called ${reaction.name}.`);
    this.byName.set(reaction.name, reaction);
    for (const { type } of reaction.hears) this.byKind.set(type, [...(this.byKind.get(type) ?? []), reaction.name]);
  }

  hears(kind: string): boolean {
    return this.byKind.has(kind);
  }

  /** Inside the transaction of the events. */
  note(events: readonly Fact[]): Promise<void> {
    return addJobs(events.flatMap((event) => (this.byKind.get(event.type) ?? []).map((reaction) => ({ reaction, event }))));
  }

  start(): void {
    this.started = true;
    this.lookingAround = setInterval(() => this.wake(), Math.min(lookEveryMs, this.rules.leaseMs));
    this.lookingAround.unref();
    this.wake();
  }

  /** Takes up nothing more, and lets what is under way come to its end. */
  async stop(): Promise<void> {
    this.started = false;
    clearInterval(this.lookingAround);
    for (const timer of this.timers) clearTimeout(timer);
    await this.looking;
    const tooLong = new AbortController();
    await Promise.race([Promise.all(this.running), pause(patienceMs, undefined, { signal: tooLong.signal }).catch(() => undefined)]);
    tooLong.abort();
  }

  /** There may be something to do: of that kind, or of any. */
  wake(kind?: string): void {
    if (!this.started || (kind !== undefined && !this.hears(kind))) return;
    this.wanted = true;
    this.looking ??= this.detached(() => this.look()).finally(() => {
      this.looking = undefined;
      if (this.wanted) this.wake();
    });
  }

  private async look(): Promise<void> {
    while (this.started && this.wanted) {
      this.wanted = false;
      try {
        await this.claimAll();
      } catch (error) {
        this.log.warn({ err: error }, 'Could not look for what is to be done; trying again soon.');
      }
    }
  }

  private async claimAll(): Promise<void> {
    while (this.started && this.byName.size > 0 && this.running.size < atOnce) {
      const job = await claimJob([...this.byName.keys()], this.rules.leaseMs);
      if (!job) return;
      const work = this.work(job).finally(() => {
        this.running.delete(work);
        this.wake();
      });
      this.running.add(work);
    }
  }

  private async work(job: Job): Promise<void> {
    const { leaseMs } = this.rules;
    const renewing = setInterval(() => void renewClaim(job, leaseMs).catch(() => undefined), leaseMs / 3);
    try {
      await this.react(job);
    } catch (error) {
      await this.failed(job, error).catch((err: unknown) => this.log.warn({ err, job: job._id }, 'Could not put off a reaction; its claim will run out.'));
    } finally {
      clearInterval(renewing);
    }
  }

  private async react(job: Job): Promise<void> {
    const reaction = this.byName.get(job.reaction)!;
    if (!reaction.inDatabase) {
      await reaction.react(job.event);
      return void (await finishJob(job));
    }
    await inTransaction(async () => {
      if (await finishJob(job)) await reaction.react(job.event);
    });
  }

  private async failed(job: Job, error: unknown): Promise<void> {
    const about = { err: error, job: job._id, attempts: job.attempts };
    if (error instanceof Hopeless || job.attempts >= this.rules.attempts) {
      await parkJob(job, error);
      return this.log.error(about, 'A reaction failed for good.');
    }
    const pauseMs = Math.min(this.rules.pauseMs * 2 ** (job.attempts - 1), longestPauseMs);
    await putOffJob(job, error, pauseMs);
    this.log.warn(about, 'A reaction failed; it will be tried again.');
    this.wakeIn(pauseMs);
  }

  private wakeIn(ms: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.wake();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }
}
