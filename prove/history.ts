import { Accounts } from './accounts.js';
import { Market } from './market.js';
import { Random } from './random.js';
import { Script } from './script.js';
import type { History, Step } from './step.js';
import { killFor, shares, type Trouble, troubleFor } from './troubles.js';

export type { History, Step } from './step.js';

export interface Conditions {
  readonly servers: number;
  readonly kills: boolean;
}

/** The same history for the same seed and the same conditions. */
export function generate(seed: number, { servers, kills }: Conditions): History {
  const random = new Random(seed);
  const people = random.pick([2, 3, 3]);
  const script = new Script(random, people, servers);
  const market = new Market(script);
  market.everybodyLists();
  if (random.chance(0.2)) market.somebodyPolishes();
  market.somePropose(random.between(1, 2));
  if (random.chance(0.5)) market.someTalk();
  market.ownersAnswer();
  market.ownersConfirm();
  if (random.chance(0.9)) market.bothComplete();
  if (random.chance(0.35)) {
    market.newOwnersListAgain();
    if (random.chance(0.3)) market.somePropose(1);
  }
  new Accounts(script).happen();
  const overseen = script.steps.some(({ who }) => who === people);
  return { seed, people, overseen, steps: troubled(script.steps, random, servers, kills) };
}

function troubled(steps: readonly Step[], random: Random, servers: number, kills: boolean): Step[] {
  const troubles = new Map<number, Trouble>();
  const somewhere = () => random.between(0, steps.length - 1);
  if (random.chance(shares.withFailures)) for (let count = random.between(1, 3); count > 0; count--) troubles.set(somewhere(), troubleFor(random));
  const kill = killFor(random, servers);
  if (kill && kills) troubles.set(somewhere(), kill);
  return steps.map((step) => ({ ...step, trouble: troubles.get(step.id) ?? null }));
}

/** The same without some steps, such that it still can be lived through. */
export const without = (history: History, removed: ReadonlySet<number>): History => ({ ...history, steps: remaining(history.steps, removed) });

/** What was about something that is never created is left out too; what came after a step that is gone comes after what that step came after. */
function remaining(steps: readonly Step[], removed: ReadonlySet<number>): Step[] {
  const gone = new Set(removed);
  const earlier = new Map<number, readonly number[]>();
  return steps.flatMap((step) => {
    const after = [...new Set(step.after.flatMap((id) => (gone.has(id) ? earlier.get(id)! : [id])))];
    if (!gone.has(step.id) && !step.of.some((id) => gone.has(id))) return [{ ...step, after }];
    gone.add(step.id);
    earlier.set(step.id, after);
    return [];
  });
}
