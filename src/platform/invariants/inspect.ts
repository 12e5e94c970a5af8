import { mongo } from 'mongoose';

import type { Id } from '../identity.js';
import { inTransaction } from '../transaction.js';
import type { Invariant, Scope, Violation } from './invariant.js';

/** How much may be looked at. */
export interface Extent {
  /** Entities per invariant. */
  readonly limit: number;
  readonly milliseconds: number;
  /** What was created before may have events that are no longer kept. */
  readonly eventsSince: Date;
  /** Goes on where an earlier look at the same invariant was cut. */
  readonly before?: Id | null;
}

export interface Finding {
  readonly name: string;
  readonly promise: string;
  readonly inspected: number;
  /** Where to go on when there was more than could be looked at. */
  readonly next: Id | null;
  readonly complete: boolean;
  readonly violations: readonly Violation[];
}

const rowsPerLook = 100;
const violationsAtMost = 100;
const maxTimeExpired = 50;

/** Looks at the newest first. Each look is one snapshot, so what others do meanwhile violates nothing. */
export async function inspect(invariants: readonly Invariant[], extent: Extent): Promise<Finding[]> {
  const until = Date.now() + extent.milliseconds;
  const findings: Finding[] = [];
  for (const [index, invariant] of invariants.entries()) {
    // What one of them does not need is shared by those that follow.
    const share = Math.max(0, until - Date.now()) / (invariants.length - index);
    findings.push(await inspectOne(invariant, extent, Date.now() + share));
  }
  return findings;
}

async function inspectOne(invariant: Invariant, { limit, eventsSince, before = null }: Extent, until: number): Promise<Finding> {
  const violations: Violation[] = [];
  const scope = scopeUntil(until, eventsSince);
  let inspected = 0;
  let next = before;
  let complete = false;
  while (!complete && inspected < limit && violations.length < violationsAtMost && Date.now() < until) {
    const size = Math.min(rowsPerLook, limit - inspected);
    const look = await lookAt(invariant, next, size, scope);
    if (look === 'out of time') break;
    violations.push(...look.violations);
    inspected += look.rows.length;
    complete = look.rows.length < size;
    next = look.rows.at(-1)?._id ?? next;
  }
  const { name, promise } = invariant;
  return { name, promise, inspected, complete, next: complete ? null : next, violations: violations.slice(0, violationsAtMost) };
}

async function lookAt(invariant: Invariant, before: Id | null, size: number, scope: Scope) {
  try {
    return await inTransaction(async () => {
      const rows = await invariant.page(before, size, scope);
      return { rows, violations: rows.length === 0 ? [] : await invariant.violations(rows, scope) };
    });
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === maxTimeExpired) return 'out of time';
    throw error;
  }
}

/** Every query is given what is left when it is sent. */
const scopeUntil = (until: number, eventsSince: Date): Scope => ({
  eventsSince,
  bound: {
    get maxTimeMS() {
      return Math.max(1, Math.ceil(until - Date.now()));
    },
  },
});
