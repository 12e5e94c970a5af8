import type { Logger } from '../logger.js';
import type { Viewer } from '../viewer.js';
import { Budget } from './budget.js';
import { Counters, type CounterStore } from './counters.js';

export interface Caller {
  readonly viewer: Viewer | null;
  readonly ip: string;
}

/** How much each may ask for: whoever is logged in as that person, wherever they are, and everybody else by their address. */
export class RateLimits {
  constructor(
    private readonly persons: Budget,
    private readonly addresses: Budget,
  ) {}

  /** @throws RATE_LIMITED when nothing is left, before anything is read of what is asked */
  check(caller: Caller): void {
    this.of(caller).check(keyOf(caller));
  }

  /** @throws RATE_LIMITED; at once, where there is nothing to wait for */
  spend(caller: Caller, cost: number): Promise<void> | undefined {
    return cost > 0 ? this.of(caller).spend(keyOf(caller), cost) : undefined;
  }

  private of({ viewer }: Caller): Budget {
    return viewer ? this.persons : this.addresses;
  }
}

/** Everybody waits for it. */
const patience = 3_000;

export interface RateLimitRules {
  readonly seconds: number;
  readonly perPerson: number;
  readonly perAddress: number;
}

export function rateLimitsOf({ seconds, perPerson, perAddress }: RateLimitRules, store: CounterStore, secret: string, log: Logger): RateLimits {
  const budget = (keyPrefix: string, points: number) =>
    new Budget(new Counters(store, { keyPrefix, duration: seconds, patience }, secret, log), points);
  return new RateLimits(budget('person', perPerson), budget('address', perAddress));
}

const keyOf = ({ viewer, ip }: Caller): string => viewer?.id ?? ip;
