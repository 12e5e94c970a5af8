import type { Id } from '../../platform/identity.js';
import type { Logger } from '../../platform/logger.js';
import { Counters, type CounterStore } from '../../platform/rate-limits/index.js';
import type { Device } from './device-tokens.js';

/** Where somebody claims to be who they are. */
export interface Origin {
  readonly address: string;
  /** What the device shows of an earlier login. */
  readonly deviceToken?: string | null;
}

export interface LockoutRules {
  /** How many wrong passwords there may be in one window of time. */
  readonly attempts: number;
  readonly seconds: number;
}

export interface Guess {
  /** It was right: it does not count. */
  readonly wasRight: () => Promise<void>;
}

interface Tally {
  readonly key: string;
  readonly atMost: number;
}

/** It had better count than be quick. */
const patience = 20_000;

/** Who has many addresses at hand, or many accounts in mind, has these many times as many attempts, and no more. */
const everywhere = 10;

/**
 * Counts guesses at passwords, and says when there were enough: the answer then is the same whatever is guessed. A guess is
 * counted before it is tried, so that any number at once are no more than were allowed. Whose guesses count together is decided
 * so that an attacker uses up his own: those of a device that is known count apart, the others by address; only many
 * addresses together can close an account to devices that nobody has logged in from.
 */
export class Lockout {
  private readonly counters: Counters | null;
  private readonly attempts: number;

  /** Without rules, nobody counts. */
  constructor(rules: LockoutRules | null, store: CounterStore, secret: string, log: Logger) {
    this.counters = rules && new Counters(store, { keyPrefix: 'guesses', duration: rules.seconds, patience }, secret, log);
    this.attempts = rules?.attempts ?? 0;
  }

  /** At logging in. `null` when there were enough, whether or not there is such an account. */
  atLogin(account: string, { address }: Origin, device: Device | null): Promise<Guess | null> {
    if (device) return this.guess([{ key: keyOf('device', device.sessionId), atMost: this.attempts }]);
    const many = this.attempts * everywhere;
    return this.guess([
      { key: keyOf('account', account, address), atMost: this.attempts },
      { key: keyOf('account', account), atMost: many },
      { key: keyOf('address', address), atMost: many },
    ]);
  }

  /** At proving it once more, by somebody who is in. */
  within(sessionId: Id): Promise<Guess | null> {
    return this.guess([{ key: keyOf('session', sessionId), atMost: this.attempts }]);
  }

  /** Somebody has proved in another way, such as by mail, that the account is theirs. */
  async open(account: string, { address }: Origin): Promise<void> {
    for (const key of [keyOf('account', account, address), keyOf('account', account)]) await this.counters?.forget(key);
  }

  /** In this order, and no further than to the first that is full: who is locked out by the first fills no other. */
  private async guess(tallies: readonly Tally[]): Promise<Guess | null> {
    const { counters } = this;
    if (!counters) return { wasRight: () => Promise.resolve() };
    for (const { key, atMost } of tallies) {
      const { consumed } = await counters.add(key, 1);
      if (consumed > atMost) return null;
    }
    const [nearest, ...others] = tallies;
    return {
      wasRight: async () => {
        await Promise.all([counters.forget(nearest!.key), ...others.map(({ key }) => counters.subtract(key, 1))]);
      },
    };
  }
}

/** A list, because an address that somebody claims to have may hold any words. */
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
