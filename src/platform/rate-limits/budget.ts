import { now } from '../clock.js';
import { refusal } from '../errors/index.js';
import { inTurn } from '../turns.js';
import type { Counters } from './counters.js';

/** What somebody may spend here without asking anybody, and until when. */
interface Purse {
  left: number;
  /** What all processes together have not yet put into purses. */
  readonly remaining: number;
  readonly until: number;
  /** Asked for more than there was. */
  readonly overdrawn: boolean;
}

/** Who takes a twentieth of what is left with each visit makes few visits, and leaves little unused in the end. */
const share = 20;
const pursesAtMost = 50_000;

/**
 * So many points for everybody in each window of time, wherever they spend them. The counters are shared; each process
 * takes points from them in advance, so that most spending asks nobody, and remembers who has none left. Whoever asks for more
 * than there is waits for the next window.
 */
export class Budget {
  private readonly purses = new Map<string, Purse>();

  constructor(
    private readonly counters: Counters,
    private readonly points: number,
  ) {}

  /** @throws RATE_LIMITED when it is known already that there is nothing left */
  check(key: string): void {
    const purse = this.purses.get(key);
    if (!purse?.overdrawn) return;
    const wait = purse.until - now().getTime();
    if (wait > 0) throw refusal('RATE_LIMITED', { retryAfter: Math.ceil(wait / 1000) });
  }

  /** @throws RATE_LIMITED; at once, where there is nothing to wait for */
  spend(key: string, cost: number): Promise<void> | undefined {
    if (cost > this.points) throw refusal('QUERY_TOO_COMPLEX', { limit: 'rate', allowed: this.points });
    return this.pay(key, cost) ? undefined : inTurn(`budget of ${key}`, () => this.draw(key, cost));
  }

  private pay(key: string, cost: number): boolean {
    this.check(key);
    const purse = this.current(key);
    if (!purse || purse.left < cost) return false;
    purse.left -= cost;
    return true;
  }

  private async draw(key: string, cost: number): Promise<void> {
    // Whoever was before us in the turn may have brought enough.
    if (this.pay(key, cost)) return;
    const { left, remaining } = this.current(key) ?? { left: 0, remaining: this.points };
    const drawn = cost - left + Math.floor(remaining / share);
    const { consumed, msLeft } = await this.counters.add(key, drawn);
    const granted = left + drawn - Math.max(0, Math.min(drawn, consumed - this.points));
    const enough = granted >= cost;
    this.keep(key, {
      left: enough ? granted - cost : 0,
      remaining: Math.max(0, this.points - consumed),
      until: now().getTime() + msLeft,
      overdrawn: !enough,
    });
    this.check(key);
  }

  private current(key: string): Purse | undefined {
    const purse = this.purses.get(key);
    return purse && purse.until > now().getTime() ? purse : undefined;
  }

  /** What was filled longest ago goes first, when there are too many: the counters know what is lost by that. */
  private keep(key: string, purse: Purse): void {
    this.purses.delete(key);
    this.purses.set(key, purse);
    if (this.purses.size > pursesAtMost) this.purses.delete(this.purses.keys().next().value!);
  }
}
