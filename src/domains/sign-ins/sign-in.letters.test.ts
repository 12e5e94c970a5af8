import { expect, test } from 'vitest';

import { render } from '../../integrations/mail/index.js';
import { signInLinked } from './sign-in.letters.js';

test('the letter about another way in reads as agreed on', async () => {
  const { subject, text, html } = render(signInLinked('The <work>', new Date('2026-01-02T03:04:05Z')));
  await expect(`${subject}\n\n${text}`).toMatchFileSnapshot('./golden/sign-in-linked.txt');
  await expect(html).toMatchFileSnapshot('./golden/sign-in-linked.html');
});
