import type { Case, Rule } from '../case.js';
import type { DeedName } from '../deeds/index.js';

const sorted = (ids: readonly string[]): string => [...new Set(ids)].sort().join();

/** What somebody was told that they have created is there, once, and nothing else is. */
export const creating = (deed: DeedName, plural: string, existing: (found: Case) => readonly string[]): Rule => (found) => {
  const told = found.done(deed).map(({ answer }) => answer.id!);
  const there = existing(found);
  return [sorted(told) !== [...there].sort().join() && `${told.length} ${plural} were acknowledged (${told.join(', ')}), there are ${there.length} (${there.join(', ')})`];
};
