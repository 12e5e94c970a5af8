import { expect, test } from 'vitest';

import { render } from '../../integrations/mail/index.js';
import * as letters from './account.letters.js';

const at = new Date('2026-01-02T03:04:05Z');
const links = letters.linksTo('https://app.example.com/');

test.each(
  Object.entries({
    verification: letters.verification(links.verifyEmail('the-token')),
    'password-reset': letters.passwordReset(links.resetPassword('the-token')),
    'password-changed': letters.passwordChanged(at),
    'new-device': letters.newDevice('Browser/1.0 <on "Linux">', at),
    'refresh-token-reused': letters.refreshTokenReused(at),
    'rights-changed': letters.rightsChanged(['CUSTOMER', 'MERCHANT'], false, at),
    suspended: letters.rightsChanged(['CUSTOMER'], true, at),
    'email-changed': letters.emailChanged(at),
  }),
)('the letter %s reads as agreed on', async (name, letter) => {
  const { subject, text, html } = render(letter);
  await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`./golden/${name}.txt`);
  await expect(html).toMatchFileSnapshot(`./golden/${name}.html`);
});
