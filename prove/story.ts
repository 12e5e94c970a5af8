import { deedOf } from './deeds/index.js';
import { nameOf } from './people.js';
import type { Outcome, Play } from './play.js';
import { tell } from './troubles.js';

const outcomeInWords = (outcome: Outcome | undefined): string => {
  switch (outcome?.kind) {
    case 'done':
      return `→ ${[outcome.answer.status ?? 'done', outcome.answer.version && `version ${outcome.answer.version}`].filter(Boolean).join(', ')}`;
    case 'refused':
      return `→ refused: ${outcome.code}`;
    case 'unanswered':
      return '→ never answered';
    default:
      return '';
  }
};

/** A history as somebody would tell it, with what became of each step. */
export function storyOf({ history, outcomes }: Pick<Play, 'history' | 'outcomes'>): string {
  const thingOf = (id: number): string => {
    const what = history.steps.find((step) => step.id === id)?.what;
    return what === 'list' ? `item ${id}` : what === 'propose' ? `trade ${id}` : what === 'say' ? `message ${id}` : `step ${id}`;
  };
  const lines = history.steps.map((step) => {
    const precautions = [step.twice && 'sent twice at once', step.sameAs !== null && `the message of ${step.sameAs} once more`, step.insists && 'insisting on the version seen', `through server ${step.server + 1}`].filter(Boolean).join(', ');
    const when = step.after.length > 0 ? `after ${step.after.join(', ')}` : 'at first';
    const deed = step.what === 'cut' ? 'loses the connection, and comes back' : `${deedOf(step.what).story(step.of.map(thingOf), step.whom === null ? '' : nameOf(history, step.whom))} (${precautions})`;
    const trouble = step.trouble ? `\n       meanwhile ${tell(step.trouble)}` : '';
    return `  ${String(step.id).padStart(3)}  ${when}: ${nameOf(history, step.who)} ${deed} ${outcomeInWords(outcomes.get(step.id))}${trouble}`;
  });
  return lines.join('\n');
}
