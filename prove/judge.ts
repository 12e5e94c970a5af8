import type { Case, Rule } from './case.js';
import { accountRules } from './rules/accounts.js';
import { callRules } from './rules/calls.js';
import { listeningRules } from './rules/listening.js';
import { talkingRules } from './rules/talking.js';
import { tradingRules } from './rules/trading.js';

export interface Complaint {
  /** Which promise was broken: a rule of ours, or an invariant of the system. */
  readonly rule: string;
  readonly what: string;
}

/** A domain adds rules for what its people are told; what must hold of the data alone is an invariant of the domain itself. */
const rules: Readonly<Record<string, Rule>> = { ...callRules, ...tradingRules, ...talkingRules, ...accountRules, ...listeningRules };

export const judge = (found: Case): Complaint[] =>
  Object.entries(rules).flatMap(([rule, complaintsOf]) => complaintsOf(found).flatMap((what) => (what ? [{ rule, what }] : [])));
