import { expect, test } from 'vitest';

import { render } from './letter.js';

test('a letter with everything reads like this', async () => {
  const { text, html } = render({
    subject: 'Offer accepted',
    paragraphs: ['Your offer was accepted.', 'They wrote: <b>"Fine" & done</b>'],
    details: [['Price', '12 credits'], ['Until', 'Friday']],
    action: { label: 'See the offer', url: 'https://app.example.com/offers/1?a=1&b=2' },
    footnote: 'You hear of this because you made the offer.',
  });
  await expect(text).toMatchFileSnapshot('./golden/letter.txt');
  await expect(html).toMatchFileSnapshot('./golden/letter.html');
});

test('a letter with nothing but a paragraph reads like this', async () => {
  const { text, html } = render({ subject: 'Maintenance', paragraphs: ['We are away on Sunday from two to three.'] });
  await expect(text).toMatchFileSnapshot('./golden/notice.txt');
  await expect(html).toMatchFileSnapshot('./golden/notice.html');
});

test('what stands in a letter is never markup, wherever it stands', () => {
  const evil = '"><script>alert(1)</script><a href=\'';
  const { html, text } = render({ subject: evil, paragraphs: [evil], details: [[evil, evil]], action: { label: evil, url: evil }, footnote: evil });
  expect(html).not.toContain('<script');
  expect(html).not.toContain("href=''");
  expect(html.match(/&lt;script&gt;/g)).toHaveLength(9);
  expect(text).toContain(evil);
});
