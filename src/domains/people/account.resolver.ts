import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';

import { ANYONE } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { Expensive } from '../../graphql/limits.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import type { Viewer } from '../../platform/viewer.js';
import { ChangeEmailInput, RequestPasswordResetInput, ResetPasswordInput, VerifyEmailInput } from './account.inputs.js';
import type { EmailService } from './email.service.js';
import type { PasswordResetService } from './password-reset.service.js';
import { User } from './user.entity.js';

/** What one does with the help of one's mail. */
@Resolver()
export class AccountResolver {
  constructor(
    private readonly emails: EmailService,
    private readonly passwordResets: PasswordResetService,
  ) {}

  @Authorized(ANYONE)
  @Mutation(() => Boolean, {
    description:
      'Ask for a mail with a token for `resetPassword`, good for an hour. Answers `true` whether or not somebody has the address. Within a minute nothing more is sent; after it the same token again, good for another hour.',
  })
  async requestPasswordReset(
    @Arg('input', () => RequestPasswordResetInput, { description: 'For whom.' }) { email }: RequestPasswordResetInput,
  ): Promise<boolean> {
    await this.passwordResets.request(email);
    return true;
  }

  @Authorized(ANYONE)
  @Expensive()
  @Mutation(() => Boolean, {
    description:
      'Choose another password with the token from the mail. All your sessions end, at once and everywhere: log in. Refuses with `TOKEN_INVALID` when the token was used or has expired.',
  })
  async resetPassword(
    @Arg('input', () => ResetPasswordInput, { description: 'The token and the new password.' }) { token, newPassword }: ResetPasswordInput,
    @Ctx() { request }: Context,
  ): Promise<boolean> {
    await this.passwordResets.reset(token, newPassword, { address: request.ip });
    return true;
  }

  @Authorized(ANYONE)
  @Mutation(() => User, {
    description:
      'Prove with the token from the mail that the address is yours; a new address takes the place of the old one with it. Refuses with `TOKEN_INVALID` when the token was used, replaced or has expired, and with `EMAIL_TAKEN` when somebody else was faster.',
  })
  verifyEmail(@Arg('input', () => VerifyEmailInput, { description: 'The token.' }) { token }: VerifyEmailInput): Promise<User> {
    return this.emails.verify(token);
  }

  @Authorized()
  @Mutation(() => Boolean, {
    description:
      'Ask for another mail to verify your address, or the one you want instead. It brings the same token, good for another day. Answers whether it is sent: not so when there is nothing to verify, within a minute of the last one, or when five were sent in ten minutes.',
  })
  resendVerification(@CurrentViewer() viewer: Viewer): Promise<boolean> {
    return this.emails.resend(viewer);
  }

  @Authorized()
  @Expensive()
  @Mutation(() => Boolean, {
    description:
      'Ask for a mail to another address, good for a day: it becomes yours when its token comes back by `verifyEmail`, and until then nothing changes. Refuses with `INVALID_CREDENTIALS` when the password is wrong, and with `EMAIL_TAKEN`. Answers whether a mail is sent: not so within a minute of the last one to that address, whoever asked for it, or when you were sent five in ten minutes.',
  })
  changeEmail(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => ChangeEmailInput, { description: 'The new address, and your password.' }) input: ChangeEmailInput,
  ): Promise<boolean> {
    return this.emails.requestChange(viewer, input);
  }
}
