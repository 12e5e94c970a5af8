import { conversationInvariants } from './domains/conversations/index.js';
import { itemInvariants } from './domains/items/index.js';
import { sessionInvariants } from './domains/people/index.js';
import { tradeInvariants } from './domains/trades/index.js';
import { eventInvariants } from './platform/events/index.js';
import type { Invariant } from './platform/invariants/index.js';

/** What must hold in any committed state, whoever raced and whatever died. A domain adds its own here, in a line. */
export const invariants: readonly Invariant[] = [
  ...itemInvariants,
  ...tradeInvariants,
  ...conversationInvariants,
  ...sessionInvariants,
  ...eventInvariants,
];
