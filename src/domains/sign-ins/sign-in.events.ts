import { event } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';

export class SignInLinked extends event<{ userId: Id; signInId: Id; provider: string }>('SIGN_IN_LINKED', 'The viewer can sign in in another way.') {}

export class SignInUnlinked extends event<{ userId: Id; signInId: Id; provider: string }>(
  'SIGN_IN_UNLINKED',
  'The viewer gave up a way to sign in.',
) {}
