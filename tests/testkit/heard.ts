import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Sink } from 'graphql-ws';

import { Refused } from './refused.js';

type Outcome<Data> = { readonly data: Data } | { readonly error: unknown } | 'over';

/** What somebody hears on a subscription, in order. Waiting is for events, never for time. */
export class Heard<Data> {
  private readonly outcomes: Outcome<Data>[] = [];
  private readonly waiting: ((outcome: Outcome<Data>) => void)[] = [];
  private readonly unsubscribe: () => void;
  private stopped = false;

  constructor(subscribe: (sink: Sink<ExecutionResult<Data, unknown>>) => () => void) {
    this.unsubscribe = subscribe({
      next: ({ data, errors }) =>
        this.arrive(errors ? { error: new Refused(errors as readonly GraphQLFormattedError[], data) } : { data: data as Data }),
      error: (error) => this.arrive({ error: Array.isArray(error) ? new Refused(error as readonly GraphQLFormattedError[]) : error }),
      complete: () => this.arrive('over'),
    });
  }

  /** The next event; throws what ended the stream instead. */
  async next(): Promise<Data> {
    const outcome = this.outcomes.shift() ?? (await new Promise<Outcome<Data>>((resolve) => this.waiting.push(resolve)));
    if (outcome === 'over') throw new Error('The stream is over.');
    if ('error' in outcome) throw outcome.error;
    return outcome.data;
  }

  async nextOnes(howMany: number): Promise<Data[]> {
    const taken: Data[] = [];
    while (taken.length < howMany) taken.push(await this.next());
    return taken;
  }

  /** What has arrived and nobody has asked for. */
  get unread(): number {
    return this.outcomes.length;
  }

  stop(): void {
    this.stopped = true;
    this.unsubscribe();
  }

  private arrive(outcome: Outcome<Data>): void {
    if (this.stopped) return;
    const waiting = this.waiting.shift();
    if (waiting) waiting(outcome);
    else this.outcomes.push(outcome);
  }
}
