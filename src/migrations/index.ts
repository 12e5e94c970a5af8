import type { Migration } from '../platform/migrations/index.js';
import { eventsOnce } from './2026-11-21-events-once.js';
import { messagesByNumber } from './2026-11-21-messages-by-number.js';
import { participantsApart } from './2026-11-21-participants-apart.js';
import { peopleBeforeVerification } from './2026-11-21-people-before-verification.js';
import { plainAddresses } from './2026-11-21-plain-addresses.js';

/** In the order in which they are applied. Never changed once released; a mistake is mended by the next one. */
export const migrations: readonly Migration[] = [messagesByNumber, peopleBeforeVerification, participantsApart, plainAddresses, eventsOnce];
