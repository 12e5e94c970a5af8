import type { ClientSession } from 'mongoose';

import { currentTransaction, type Phase } from './transaction.js';

/** What those who share a transaction leave for its end, where it is done once for all of them. */
export class DoLast<Thing> {
  private readonly left = new WeakMap<ClientSession, Thing[]>();

  constructor(
    private readonly phase: Phase,
    private readonly doAll: (things: readonly Thing[]) => Promise<void>,
  ) {}

  add(thing: Thing): void {
    const { session, beforeCommit } = currentTransaction()!;
    const already = this.left.get(session);
    if (already) return void already.push(thing);
    const things = [thing];
    this.left.set(session, things);
    beforeCommit[this.phase].push(() => this.doAll(things));
  }
}
