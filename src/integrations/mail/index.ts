export { DevInbox } from './dev-inbox.js';
export { DevInboxResolver } from './dev-inbox.resolver.js';
export { type Letter, render } from './letter.js';
export type { Mail, Mailer } from './mail.js';
export { type AddressedLetter, mailing, writing } from './mailing.js';
export { smtpMailer } from './smtp.js';
