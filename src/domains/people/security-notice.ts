import type { Letter } from '../../integrations/mail/index.js';

type Details = NonNullable<Letter['details']>;

/** Tells somebody of what touches the safety of their account, and what to do if it was not them. */
export const securityNotice = (subject: string, paragraph: string, at: Date, details: Details = []): Letter => ({
  subject,
  paragraphs: [paragraph],
  details: [...details, when(at)],
  footnote: 'If this was not you, reset your password at once: that ends all sessions, everywhere.',
});

export const when = (at: Date): Details[number] => ['When', `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`];
