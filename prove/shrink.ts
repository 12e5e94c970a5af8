import { type History, type Step, without } from './history.js';
import type { Stage } from './play.js';
import { liveThrough, type Verdict } from './round.js';

/** Several copies at once, because what matters is who meets whom, and that is never the same twice. */
const copies = 6;
const attempts = 3;

/** A failing verdict on this very history, if it fails again. */
export async function replay(history: History, stage: Stage, times = attempts): Promise<Verdict | null> {
  for (let attempt = 0; attempt < times; attempt++) {
    const failed = (await liveThrough(Array<History>(copies).fill(history), stage)).find(({ complaints }) => complaints.length > 0);
    if (failed) return failed;
  }
  return null;
}

/** Leaves out whatever is not needed to fail, until nothing can be left out any more or the time is over. */
export async function shrink(failing: Verdict, stage: Stage, milliseconds: number): Promise<Verdict> {
  const until = Date.now() + milliseconds;
  let smallest = failing;
  const attempt = async (candidate: History): Promise<boolean> => {
    const failed = Date.now() < until ? await replay(candidate, stage) : null;
    if (failed) smallest = failed;
    return failed !== null;
  };
  for (let size = Math.ceil(smallest.play.history.steps.length / 2); size >= 1 && Date.now() < until; ) {
    const { history } = smallest.play;
    const chunks = chunksOf(history.steps.map(({ id }) => id).reverse(), size);
    let smaller = false;
    for (const chunk of chunks) {
      const candidate = without(smallest.play.history, new Set(chunk));
      if (candidate.steps.length < smallest.play.history.steps.length && (await attempt(candidate))) smaller = true;
    }
    if (!smaller) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  for (const { id } of smallest.play.history.steps) {
    for (const simpler of [{ trouble: null }, { twice: false }, { insists: false }] satisfies Partial<Step>[]) {
      const { history } = smallest.play;
      const steps = history.steps.map((step) => (step.id === id ? { ...step, ...simpler } : step));
      if (JSON.stringify(steps) !== JSON.stringify(history.steps)) await attempt({ ...history, steps });
    }
  }
  return smallest;
}

function chunksOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}
