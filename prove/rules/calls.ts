import type { Rule } from '../case.js';
import type { Records } from '../records.js';
import { attemptsInWords, inWords } from '../story.js';

/** How often the answer to each key is kept. */
const counted = new WeakMap<Records, Map<string, number>>();

function keptOf(records: Records, key: string): number {
  let counts = counted.get(records);
  if (!counts) {
    counts = new Map();
    for (const { _id } of records.answers) {
      // Who, what, and the key, which is two words; then, when nobody asked, a fingerprint.
      const kept = _id.split('/').slice(2, 4).join('/');
      counts.set(kept, (counts.get(kept) ?? 0) + 1);
    }
    counted.set(records, counts);
  }
  return counts.get(key) ?? 0;
}

/** What holds of every call, whatever it asks for. */
export const callRules = {
  'every call is answered': ({ deeds }) => deeds.map(({ step, outcome, trial }) => trial?.atFirst.kind === 'unanswered' && `step ${step.id} was not answered${outcome.kind === 'unanswered' ? '' : ` before all was quiet, and then ${inWords(outcome)}`}: ${attemptsInWords(trial)}`),

  'what is forbidden is refused': ({ deeds }) => deeds.map(({ step, outcome }) => step.forbidden && outcome.kind === 'done' && `step ${step.id} was allowed`),

  'the same key has the same answer': ({ deeds }) =>
    deeds.map(({ step, outcome }) => outcome.kind === 'done' && new Set(outcome.copies.map((copy) => JSON.stringify(copy))).size > 1 && `step ${step.id} was answered ${outcome.copies.map((copy) => JSON.stringify(copy)).join(' and ')}`),

  'what was acknowledged is remembered once, what was refused not at all': ({ deeds, play, records }) =>
    deeds.map(({ step, outcome }) => {
      if (outcome.kind === 'skipped' || outcome.kind === 'unanswered') return false;
      const kept = keptOf(records, play.key(step));
      const expected = outcome.kind === 'done' ? 1 : 0;
      return kept !== expected && `of step ${step.id}, which was ${outcome.kind}, ${kept} answers are kept`;
    }),

  'who insists on a version changes that one': ({ deeds }) =>
    deeds.map(({ step, outcome }) => outcome.kind === 'done' && step.what !== 'delete' && outcome.expectedVersion !== undefined && outcome.answer.version !== outcome.expectedVersion + 1 && `step ${step.id} insisted on version ${outcome.expectedVersion} and made ${outcome.answer.version}`),
} as const satisfies Readonly<Record<string, Rule>>;
