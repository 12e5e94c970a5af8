import type { Letter } from '../../integrations/mail/index.js';
import { securityNotice, when } from './security-notice.js';

/** Where the pages of the application are that the letters lead to. What follows the `#` is not sent to any server. */
export interface Links {
  verifyEmail(token: string): string;
  resetPassword(token: string): string;
}

export const linksTo = (appUrl: string): Links => {
  const base = appUrl.replace(/\/$/, '');
  return { verifyEmail: (token) => `${base}/verify-email#token=${token}`, resetPassword: (token) => `${base}/reset-password#token=${token}` };
};

/** Nothing that a stranger chose stands in what goes to an address nobody has proved to read: it would carry their advertisements. */
export const verification = (url: string): Letter => ({
  subject: 'Verify your e-mail address',
  paragraphs: ['Please confirm that this address is yours. You can trade as soon as you have.'],
  action: { label: 'Verify this address', url },
  footnote: 'The link works once, for a day. If you did not ask for this, ignore it: nothing happens.',
});

export const passwordReset = (url: string): Letter => ({
  subject: 'Choose a new password',
  paragraphs: ['Somebody, hopefully you, asked to reset the password of your account.'],
  action: { label: 'Choose a new password', url },
  footnote: 'The link works once, for an hour. If you did not ask for this, ignore it: your password stays as it is.',
});

export const passwordChanged = (at: Date): Letter =>
  securityNotice('Your password was changed', 'The password of your account was changed, and sessions that were open elsewhere have ended.', at);

export const newDevice = (device: string | null, at: Date): Letter =>
  securityNotice(
    'A new device has signed in',
    'Somebody logged in to your account on a device that we have not seen before.',
    at,
    device === null ? [] : [['Device', device]],
  );

export const refreshTokenReused = (at: Date): Letter =>
  securityNotice(
    'We ended one of your sessions',
    'A key of that session was used a second time. It may have been copied, so the session was ended; the others go on.',
    at,
  );

export const rightsChanged = (roles: readonly string[], suspended: boolean, at: Date): Letter => ({
  subject: suspended ? 'Your account was suspended' : 'Your rights were changed',
  paragraphs: [suspended ? 'An administrator suspended your account. All sessions have ended.' : 'An administrator changed what your account may do.'],
  details: [...(suspended ? [] : [['Roles', roles.join(', ').toLowerCase()] as const]), when(at)],
});

export const emailChanged = (at: Date): Letter => ({
  subject: 'Your e-mail address was changed',
  paragraphs: ['Your account has another e-mail address from now on; we do not write to this one any more.'],
  details: [when(at)],
  footnote: 'If this was not you, write to our support at once.',
});
