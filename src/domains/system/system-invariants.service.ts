import { now } from '../../platform/clock.js';
import { invalid } from '../../platform/errors/index.js';
import { inspect, type Invariant } from '../../platform/invariants/index.js';
import type { SystemInvariants } from './system-invariants.type.js';

export interface Look {
  readonly limit: number;
  readonly seconds: number;
  readonly check?: string | null;
  readonly before?: string | null;
}

const hour = 3_600_000;

/** What every domain has declared must hold, asked of the live data in bounded time. */
export class SystemInvariantsService {
  constructor(
    private readonly invariants: readonly Invariant[],
    private readonly eventRetentionHours: number,
  ) {}

  async check({ limit, seconds, check = null, before = null }: Look): Promise<SystemInvariants> {
    const asked = check === null ? this.invariants : this.invariants.filter(({ name }) => name === check);
    if (asked.length === 0) throw invalid('check', `must be one of ${this.invariants.map(({ name }) => name).join(', ')}`);
    if (before !== null && check === null) throw invalid('before', 'belongs to one check: name it');
    const checkedAt = now();
    // What is older may have lost events already.
    const eventsSince = new Date(checkedAt.getTime() - this.eventRetentionHours * hour);
    const checks = await inspect(asked, { limit, milliseconds: seconds * 1000, eventsSince, before });
    return {
      checkedAt,
      tookMs: now().getTime() - checkedAt.getTime(),
      holds: checks.every(({ violations }) => violations.length === 0),
      checks,
    };
  }
}
