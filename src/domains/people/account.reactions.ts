import { type AddressedLetter, type Letter, type Mailer, mailing, writing } from '../../integrations/mail/index.js';
import type { Id } from '../../platform/identity.js';
import type { Reaction } from '../../platform/reactions/index.js';
import { RightsChanged } from './access.events.js';
import { EmailChanged, EmailVerificationRequested, PasswordChanged, PasswordResetRequested, RefreshTokenReused, SignedInOnNewDevice } from './account.events.js';
import * as letters from './account.letters.js';
import type { EmailedTokens } from './emailed-tokens.js';
import { type Session, SessionModel } from './session.entity.js';
import { type User, UserModel } from './user.entity.js';

/** The letters that belong to an account. Tokens are made here, when they are needed: no event carries one. */
export const accountMail = (mailer: Mailer, tokens: EmailedTokens, links: letters.Links): Reaction =>
  mailing('account-mail', mailer, [
    writing(EmailVerificationRequested, async ({ tokenId }) => {
      const token = await tokens.find(tokenId);
      return token && { ...letters.verification(links.verifyEmail(tokens.of(token))), to: token.email };
    }),
    writing(PasswordResetRequested, async ({ tokenId }) => {
      const token = await tokens.find(tokenId);
      const user = token && (await UserModel.findOne({ emailKey: token.about }).lean<User>());
      return user && { ...letters.passwordReset(links.resetPassword(tokens.of(token))), to: user.email };
    }),
    writing(PasswordChanged, ({ userId }, at) => noticeTo(userId, () => letters.passwordChanged(at))),
    writing(RefreshTokenReused, ({ userId }, at) => noticeTo(userId, () => letters.refreshTokenReused(at))),
    writing(RightsChanged, ({ userId, roles, suspended }, at) => noticeTo(userId, () => letters.rightsChanged(roles, suspended, at))),
    writing(SignedInOnNewDevice, async ({ userId, sessionId }, at) => {
      const session = await SessionModel.findById(sessionId).lean<Session>();
      return noticeTo(userId, (user) => letters.newDevice(user.emailVerifiedAt ? (session?.device ?? null) : null, at));
    }),
    writing(EmailChanged, ({ before }, at) => Promise.resolve({ ...letters.emailChanged(at), to: before })),
  ]);

export async function noticeTo(userId: Id, write: (user: User) => Letter): Promise<AddressedLetter | null> {
  const user = await UserModel.findById(userId).lean<User>();
  return user && { ...write(user), to: user.email };
}
