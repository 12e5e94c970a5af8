import { createHmac } from 'node:crypto';

import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';

import type { Logger } from '../logger.js';
import { within } from './within.js';

export interface Count {
  readonly consumed: number;
  /** Until the window ends, and counting begins again. */
  readonly msLeft: number;
}

export interface Window {
  /** Tells these counters from others in the same store. */
  readonly keyPrefix: string;
  /** In seconds, from the first point. */
  readonly duration: number;
}

export interface Counting extends Window {
  /** How many milliseconds an answer of the store is worth waiting for. */
  readonly patience: number;
}

/** Where counters are kept, so that all processes share them. Answers what counts there. */
export type CounterStore = (window: Window) => RateLimiterAbstract;

const pauseAfterFailure = 15_000;

/**
 * Numbers that grow for a window of time and then begin again. What they count, whom and how far is others' business.
 * Where the store cannot be reached, this process goes on counting by itself: nobody is turned away for our troubles.
 */
export class Counters {
  private shared: RateLimiterAbstract | undefined;
  private readonly own: RateLimiterMemory;
  private readonly patience: number;
  private readonly window: Window;
  private awayUntil = 0;

  constructor(
    private readonly store: CounterStore,
    { patience, ...window }: Counting,
    /** Keys are kept as hashes: they are addresses, of people and of machines. */
    private readonly secret: string,
    private readonly log: Logger,
  ) {
    this.patience = patience;
    this.window = window;
    this.own = new RateLimiterMemory({ ...window, points: 1 });
  }

  async add(key: string, points: number): Promise<Count> {
    const { consumedPoints, msBeforeNext } = await this.ask((counters) => counters.penalty(this.hidden(key), points));
    return { consumed: consumedPoints, msLeft: msBeforeNext };
  }

  async subtract(key: string, points: number): Promise<void> {
    await this.ask((counters) => counters.reward(this.hidden(key), points));
  }

  async forget(key: string): Promise<void> {
    await this.ask((counters) => counters.delete(this.hidden(key)));
  }

  private async ask<T>(question: (counters: RateLimiterAbstract) => Promise<T>): Promise<T> {
    if (Date.now() < this.awayUntil) return question(this.own);
    try {
      this.shared ??= this.store(this.window);
      return await within(this.patience, question(this.shared));
    } catch (error) {
      this.awayUntil = Date.now() + pauseAfterFailure;
      this.log.warn({ err: error }, 'The counters of the limits cannot be reached; this process counts for itself meanwhile.');
      return question(this.own);
    }
  }

  private hidden(key: string): string {
    return createHmac('sha256', this.secret).update(key).digest('base64url');
  }
}
