import { event, quietEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';

export class EmailVerified extends event<{ userId: Id }>('EMAIL_VERIFIED', 'The viewer proved that they read the mail of their address.') {}

export class PasswordChanged extends event<{ userId: Id }>('PASSWORD_CHANGED', 'The password of the viewer was changed, or reset.') {}

export class SignedInOnNewDevice extends event<{ userId: Id; sessionId: Id }>(
  'SIGNED_IN_ON_NEW_DEVICE',
  'The viewer logged in on a device that was not seen before.',
) {}

export class RefreshTokenReused extends event<{ userId: Id; sessionId: Id }>(
  'REFRESH_TOKEN_REUSED',
  'An old refresh token of the viewer was used again, by somebody. The session ended.',
) {}

/** Asked for by anybody, for any address: whether somebody has it is not looked at before this is heard. */
export class PasswordResetRequested extends quietEvent<{ tokenId: Id }>('PASSWORD_RESET_REQUESTED', 'Somebody forgot a password.') {}

export class EmailVerificationRequested extends quietEvent<{ tokenId: Id }>('EMAIL_VERIFICATION_REQUESTED', 'An address is to be verified.') {}

/** To be told at the address that was, which nobody else remembers. */
export class EmailChanged extends quietEvent<{ userId: Id; before: string }>('EMAIL_CHANGED', 'A verified address took the place of another.') {}
