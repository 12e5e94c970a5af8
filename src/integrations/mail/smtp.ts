import { createTransport } from 'nodemailer';

import { Hopeless } from '../../platform/reactions/index.js';
import type { Mailer } from './mail.js';

export interface SmtpOptions {
  /** Such as `smtps://user:password@mail.example.com`. */
  readonly url: string;
  /** Such as `Barter <no-reply@example.com>`. */
  readonly from: string;
}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Through a mail server of the operator's. */
export function smtpMailer({ url, from }: SmtpOptions): Mailer {
  const transport = createTransport({ url, ...patience, disableFileAccess: true, disableUrlAccess: true });
  const host = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    send: async ({ id, to, subject, text, html }) => {
      try {
        await transport.sendMail({
          messageId: `<${id}@${host}>`,
          from,
          // As an object it is an address, whatever characters it has.
          to: { name: '', address: to },
          subject,
          text,
          html,
          headers: { 'auto-submitted': 'auto-generated' },
        });
      } catch (error) {
        throw isRejected(error) ? new Hopeless('The mail server says for good that it does not deliver to this address.') : error;
      }
    },
  };
}

/** Refused for who it is to (https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1); anything else may be mended meanwhile. */
const isRejected = (error: unknown): boolean => {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return code === 'EENVELOPE' && responseCode >= 500;
};
