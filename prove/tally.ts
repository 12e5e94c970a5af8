import { type DeedName, deeds } from './deeds/index.js';
import type { Play } from './play.js';
import { tell } from './troubles.js';

/** A deed that is sent so often and never acknowledged proves nothing. */
const oftenEnough = 20;

/** What the histories of a run have really done: a run in which everything is refused holds, and says nothing. */
export class Tally {
  private readonly sent = new Map<DeedName, number>();
  private readonly acknowledged = new Map<DeedName, number>();
  private readonly troubles = new Map<string, number>();

  add({ history, outcomes }: Pick<Play, 'history' | 'outcomes'>): void {
    for (const { id, what, trouble } of history.steps) {
      if (trouble) count(this.troubles, trouble.kind === 'failure' ? tell({ ...trouble, times: 1 }) : trouble.kind);
      if (what === 'cut') count(this.troubles, 'a device loses its connection');
      else if (outcomes.get(id)?.kind !== 'skipped') count(this.sent, what);
      if (what !== 'cut' && outcomes.get(id)?.kind === 'done') count(this.acknowledged, what);
    }
  }

  acknowledgedOf(what: DeedName): number {
    return this.acknowledged.get(what) ?? 0;
  }

  /** What was tried often, or should have been within a run of that length, and never happened. */
  neverHappened(histories: number): DeedName[] {
    const isLong = histories >= 1_000;
    return (Object.keys(deeds) as DeedName[]).filter((what) => this.acknowledgedOf(what) === 0 && (isLong || (this.sent.get(what) ?? 0) >= oftenEnough));
  }

  toString(): string {
    const done = [...this.sent].map(([what, times]) => `${what} ${this.acknowledgedOf(what)} of ${times}`).join(', ');
    const met = [...this.troubles].map(([what, times]) => `${times} × ${what}`).join(', ');
    return `Acknowledged: ${done}.\nMeanwhile: ${met || 'nothing went wrong'}.`;
  }
}

const count = <Key>(counts: Map<Key, number>, key: Key): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
