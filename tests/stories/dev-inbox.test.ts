import { expect, test } from 'vitest';

import { anonymous, everythingDone, newcomers, password, people, theApp, useApp } from '../testkit/index.js';

useApp();

const mailTo = async (email: string) => {
  await expect.poll(async () => (await anonymous().readsDevInbox(email)).length).toBeGreaterThan(0);
  return (await anonymous().readsDevInbox(email))[0]!;
};
const page = (path: string) => fetch(`${theApp().url}${path}`);

test('without a mail server the mail can be read, and its link be used', async () => {
  const { ana } = await newcomers('ana');
  const mail = await mailTo(ana.email);
  expect(mail).toMatchObject({ to: ana.email, subject: 'Verify your e-mail address' });
  await anonymous().verifiesEmail(/token=([\w-]+)/.exec(mail.text)![1]!);
  expect(await ana.looksInTheMirror()).toMatchObject({ emailVerified: true });
});

test('it is shown on a page, where it can do nothing', async () => {
  const { ana } = await people('ana');
  await anonymous().forgetsPassword(ana.email);
  await mailTo(ana.email);
  const response = await page('/inbox');
  expect(response.headers.get('content-security-policy')).toBe("default-src 'none';script-src 'self';style-src 'unsafe-inline';connect-src 'self';form-action 'none';frame-ancestors 'none'");
  const html = await response.text();
  expect(html).toContain(ana.email);
  expect(html).toContain('<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="&lt;base target=_blank&gt;&lt;!doctype html&gt;');
  expect(html.match(/<script|<form|<a /g)).toBeNull();
});

test('the pages that mails lead to do nothing by being opened', async () => {
  for (const path of ['/verify-email', '/reset-password']) {
    const response = await page(path);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).toContain('<button>');
  }
  const script = await page('/inbox/link.js');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(await script.text()).toContain('verifyEmail');
});

test('mail is kept for a day', async () => {
  const { ana } = await newcomers('ana');
  await mailTo(ana.email);
  await theApp().services.devInbox!.forgetBefore(new Date(Date.now() - 60_000));
  expect(await anonymous().readsDevInbox(ana.email)).toHaveLength(1);
  await theApp().services.devInbox!.forgetBefore(new Date(Date.now() + 1));
  expect(await anonymous().readsDevInbox(ana.email)).toEqual([]);
});

test('in production there is neither page nor query, nor any mail', async () => {
  const production = await theApp().another({ production: true, devInbox: false, emailVerification: false });
  for (const path of ['/inbox', '/inbox/link.js', '/verify-email', '/reset-password']) expect((await fetch(`${production.url}${path}`)).status).toBe(404);
  const there = anonymous(null, () => production.url);
  await expect(there.readsDevInbox()).rejects.toHaveCode('DOCUMENT_INVALID');
  const email = `quiet-${Date.now()}@example.test`;
  await there.registers({ email, password, name: 'Ana' });
  await there.forgetsPassword(email);
  await everythingDone();
  expect(await anonymous().readsDevInbox(email)).toEqual([]);
  await production.stop();
});
