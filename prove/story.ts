import { deedOf } from './deeds/index.js';
import { nameOf } from './people.js';
import type { Attempt } from './caller.js';
import type { Outcome, Play, Trial } from './play.js';
import { tell } from './troubles.js';

export function inWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return [outcome.answer.status ?? 'done', outcome.answer.version && `version ${outcome.answer.version}`].filter(Boolean).join(', ');
    case 'refused':
      return `refused: ${outcome.code}`;
    case 'skipped':
      return 'skipped';
    case 'unanswered':
      return 'never answered';
  }
}

const attemptInWords = ({ url, milliseconds, got }: Attempt): string => `${got} after ${milliseconds} ms from ${new URL(url).port}`;

/** What each attempt got, and how long that took; the same again and again is told once. */
export const attemptsInWords = ({ attempts }: Trial): string =>
  attempts.map((copy) => folded(copy).map(([first, times]) => `${attemptInWords(first)}${times > 1 ? ` and ${times - 1} more like it` : ''}`).join(', then ')).join('; the other copy: ');

const brief = 1_000;

function folded(attempts: readonly Attempt[]): (readonly [Attempt, number])[] {
  const groups: [Attempt, number][] = [];
  for (const attempt of attempts) {
    const last = groups.at(-1);
    if (last?.[0].got === attempt.got && attempt.milliseconds < brief) last[1] += 1;
    else groups.push([attempt, 1]);
  }
  return groups;
}

function outcomeInWords(outcome: Outcome | undefined, trial: Trial | undefined): string {
  if (!outcome || outcome.kind === 'skipped') return '';
  if (!trial) return `→ ${inWords(outcome)}`;
  const late = trial.atFirst === outcome ? '' : `${inWords(trial.atFirst)}; when all was quiet, `;
  return `→ ${late}${inWords(outcome)}\n       after ${attemptsInWords(trial)}`;
}

/** A history as somebody would tell it, with what became of each step. */
export function storyOf({ history, outcomes, trials }: Pick<Play, 'history' | 'outcomes' | 'trials'>): string {
  const thingOf = (id: number): string => {
    const what = history.steps.find((step) => step.id === id)?.what;
    return what === 'list' ? `item ${id}` : what === 'propose' ? `trade ${id}` : what === 'say' ? `message ${id}` : `step ${id}`;
  };
  const lines = history.steps.map((step) => {
    const precautions = [step.twice && 'sent twice at once', step.sameAs !== null && `the message of ${step.sameAs} once more`, step.insists && 'insisting on the version seen', `through server ${step.server + 1}`].filter(Boolean).join(', ');
    const when = step.after.length > 0 ? `after ${step.after.join(', ')}` : 'at first';
    const deed = step.what === 'cut' ? 'loses the connection, and comes back' : `${deedOf(step.what).story(step.of.map(thingOf), step.whom === null ? '' : nameOf(history, step.whom))} (${precautions})`;
    const trouble = step.trouble ? `\n       meanwhile ${tell(step.trouble)}` : '';
    return `  ${String(step.id).padStart(3)}  ${when}: ${nameOf(history, step.who)} ${deed} ${outcomeInWords(outcomes.get(step.id), trials.get(step.id))}${trouble}`;
  });
  return lines.join('\n');
}
