import { randomUUID } from 'node:crypto';

import { parse } from 'graphql';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { queueState } from '../../src/platform/reactions/index.js';
import { Role } from '../../src/platform/viewer.js';
import { administrator, anonymous, everythingDone, later, newcomers, password, people, theApp } from '../testkit/index.js';
import { inbox, postOffice, settled, usePostOffice } from '../testkit/post.js';

usePostOffice();

const LogIn = parse('mutation In($input: LoginInput!) { login(input: $input) { user { id } } }') as never;

describe('a mail', () => {
  test('goes out once, in both forms, and says what it is', async () => {
    const { ana } = await newcomers('ana');
    const mail = await inbox(ana);
    await everythingDone();
    expect(postOffice.to(ana.email)).toHaveLength(1);
    expect(mail).toMatchObject({ subject: 'Verify your e-mail address', from: { address: 'no-reply@barter.example', name: 'Barter' } });
    expect(mail.html).toContain(`/verify-email#token=${mail.token}`);
    expect(mail.messageId).toMatch(/^<[0-9a-f]{24}\.account-mail@barter\.example>$/);
  });

  test('that is refused for now is sent again until it is taken, as the same', async () => {
    const refusedAt: number[] = [];
    postOffice.clerk = (_, attempt) => Promise.resolve(attempt < 3 ? (refusedAt.push(attempt), { responseCode: 451 }) : null);
    const { ana } = await newcomers('ana');
    await inbox(ana);
    await everythingDone();
    expect(refusedAt).toEqual([1, 2]);
    expect(postOffice.to(ana.email)).toHaveLength(1);
  });

  test('that is refused for good is given up at once, and can be seen', async () => {
    postOffice.clerk = () => Promise.resolve({ responseCode: 550 });
    await newcomers('ana');
    await expect.poll(queueState).toMatchObject({ waiting: 0, failed: 1 });
    const jobs = mongoose.connection.collection('jobs');
    expect(await jobs.findOne({ state: 'FAILED' })).toMatchObject({ attempts: 1, reaction: 'account-mail' });
    await jobs.deleteMany({});
  });

  test('carries nothing that a stranger chose to an address that is not proved', async () => {
    const email = `victim-${randomUUID()}@example.test`;
    const { token } = await anonymous().registers({ email, password, name: 'Buy at evil.example' });
    await anonymous().answer(LogIn, { input: { email, password } }, { headers: { 'user-agent': 'Buy at evil.example' } });
    expect(token).not.toBeNull();
    const mails = [await postOffice.next(email), await postOffice.next(email)];
    expect(mails.map(({ subject }) => subject).sort()).toEqual(['A new device has signed in', 'Verify your e-mail address']);
    expect(JSON.stringify(mails)).not.toContain('evil');
  });
});

test('no token stands in the database, neither with the events nor with what is still to be mailed', async () => {
  postOffice.clerk = (_, attempt) => Promise.resolve(attempt === 1 ? { responseCode: 451 } : null);
  const { ana } = await newcomers('ana');
  await anonymous().forgetsPassword(ana.email);
  const tokens = [(await inbox(ana)).token!, (await inbox(ana)).token!];
  const kept: unknown[] = [];
  for (const { name } of await mongoose.connection.listCollections()) kept.push(await mongoose.connection.collection(name).find().toArray());
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(kept)).not.toContain(token);
  }
});

describe('who has an account is told when', () => {
  test('somebody logs in on another kind of device, but not on the same again', async () => {
    const ana = await settled();
    const on = (device: string) => anonymous().answer(LogIn, { input: { email: ana.email, password } }, { headers: { 'user-agent': device } });
    await anonymous().logsIn({ email: ana.email, password });
    await on('Browser/12.1 (Linux) <b>');
    expect(await inbox(ana)).toMatchObject({ subject: 'A new device has signed in', body: expect.stringContaining('Browser/12.1 (Linux) <b>') as unknown });
    await on('Browser/13.0 (Linux) <b>');
    await everythingDone();
    const notices = postOffice.to(ana.email).filter(({ subject }) => subject === 'A new device has signed in');
    expect(notices).toHaveLength(1);
    expect(notices[0]!.html).toContain('Browser/12.1 (Linux) &lt;b&gt;');
  });

  test('the password is changed', async () => {
    const ana = await settled();
    await ana.changesPassword(password, 'another fine password');
    expect(await inbox(ana)).toMatchObject({ subject: 'Your password was changed' });
  });

  test('an old refresh token is used again', async () => {
    const ana = await settled();
    const { refreshToken } = await anonymous().logsIn({ email: ana.email, password });
    await anonymous().refreshes(refreshToken);
    await later(60);
    await expect(anonymous().refreshes(refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes(refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    expect(await inbox(ana)).toMatchObject({ subject: 'We ended one of your sessions' });
    await everythingDone();
    expect(postOffice.to(ana.email)).toHaveLength(2);
  });

  test('their rights change', async () => {
    const ana = await settled();
    const gale = await administrator();
    await gale.setsRoles(ana, [Role.CUSTOMER, Role.MERCHANT]);
    expect(await inbox(ana)).toMatchObject({ subject: 'Your rights were changed', body: expect.stringContaining('customer, merchant') as unknown });
    await gale.suspends(ana);
    expect(await inbox(ana)).toMatchObject({ subject: 'Your account was suspended' });
  });
});

test('there is no development inbox where mail leaves', async () => {
  expect((await fetch(`${theApp().url}/inbox`)).status).toBe(404);
  await expect(anonymous().readsDevInbox()).rejects.toHaveCode('DOCUMENT_INVALID');
  const { ana } = await people('ana');
  expect((await ana.looksInTheMirror())?.capabilities).not.toContain('Query.devInbox');
});
