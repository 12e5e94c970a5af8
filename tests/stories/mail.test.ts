import { randomUUID } from 'node:crypto';

import { parse } from 'graphql';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { queueState } from '../../src/platform/reactions/index.js';
import { Role } from '../../src/platform/viewer.js';
import { administrator, anonymous, backToNow, everythingDone, later, newcomers, password, people, type Person, race, theApp } from '../testkit/index.js';
import { postOffice, usePostOffice } from '../testkit/post.js';

usePostOffice();

const LogIn = parse('mutation In($input: LoginInput!) { login(input: $input) { user { id } } }') as never;
const another = 'another fine password';
const inbox = ({ email }: Person) => postOffice.next(email);
/** Somebody who has read the mail that greeted them. */
const settled = async () => {
  const { ana } = await people('ana');
  await inbox(ana);
  return ana;
};
const forgotten = async (ana: Person) => {
  await anonymous().forgetsPassword(ana.email);
  return (await inbox(ana)).token!;
};

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

describe('verifying an address', () => {
  test('is needed to trade, and happens once', async () => {
    const { ana } = await newcomers('ana');
    const { ben } = await people('ben');
    const [lamp, chair] = [await ana.lists(), await ben.lists()];
    expect(await ana.looksInTheMirror()).toMatchObject({ emailVerified: false });
    await expect(ana.proposes({ wants: [chair], gives: [lamp] })).rejects.toHaveCode('EMAIL_NOT_VERIFIED');
    const asked = await ben.proposes({ wants: [lamp], gives: [chair] });
    for (const move of [() => ana.expressesInterest(asked), () => ana.confirms(asked), () => ana.completes(asked)])
      await expect(move()).rejects.toHaveCode('EMAIL_NOT_VERIFIED');
    expect(await ben.seesTrade(asked)).toMatchObject({ status: 'PROPOSED', version: 1 });

    const cursor = await ana.viewerCursor();
    const { token } = await inbox(ana);
    expect(await anonymous().verifiesEmail(token!)).toEqual({ id: ana.id });
    expect(await ana.looksInTheMirror()).toMatchObject({ emailVerified: true, email: ana.email });
    expect((await ana.followsEverything(cursor).next()).viewerEvents.kind).toBe('EMAIL_VERIFIED');
    await ana.hangsUp();
    await ana.expressesInterest(asked);
    await expect(anonymous().verifiesEmail(token!)).rejects.toHaveCode('TOKEN_INVALID');
  });

  test('whoever is not verified may still get out of a trade', async () => {
    const { ana } = await newcomers('ana');
    const { ben } = await people('ben');
    const asked = await ben.proposes({ wants: [await ana.lists()], gives: [await ben.lists()] });
    expect(await ana.rejects(asked)).toMatchObject({ status: 'REJECTED' });
  });

  test('with one token by ten at once succeeds for one', async () => {
    const { ana } = await newcomers('ana');
    const { token } = await inbox(ana);
    const { won, lost } = await race(10, () => anonymous().verifiesEmail(token!));
    expect([won.length, lost]).toEqual([1, Array(9).fill('TOKEN_INVALID')]);
  });

  test('is too late after a day', async () => {
    const { ana } = await newcomers('ana');
    const { token } = await inbox(ana);
    await later(24 * 3600 + 1);
    await expect(anonymous().verifiesEmail(token!)).rejects.toHaveCode('TOKEN_INVALID');
  });

  test('can be asked for again after a minute, which brings the same token in another mail', async () => {
    const { ana } = await newcomers('ana');
    const first = await inbox(ana);
    expect(await ana.asksForVerificationAgain()).toBe(false);
    await later(61);
    expect(await ana.asksForVerificationAgain()).toBe(true);
    const second = await inbox(ana);
    expect(second.messageId).not.toBe(first.messageId);
    expect(second.token).toBe(first.token);
    await later(24 * 3600 + 30);
    await anonymous().verifiesEmail(first.token!);
    await later(122);
    expect(await ana.asksForVerificationAgain()).toBe(false);
  });

  test('is not asked of anybody where it is off', async () => {
    const lax = await theApp().another({ emailVerification: false });
    const email = `lax-${randomUUID()}@example.test`;
    const { token } = await anonymous(null, () => lax.url).registers({ email, password, name: 'Ana' });
    const ana = anonymous(token, () => lax.url);
    const { ben } = await people('ben');
    await ana.proposes({ wants: [await ben.lists()], gives: [await ana.lists()] });
    await everythingDone();
    expect(postOffice.to(email)).toEqual([]);
    await lax.stop();
  });
});

describe('changing one’s address', () => {
  const newEmail = () => `New-${randomUUID()}@example.test`;

  test('takes effect when the new one is proved, and the old one is told', async () => {
    const ana = await settled();
    const wanted = newEmail();
    expect(await ana.changesEmail(wanted, password)).toBe(true);
    const { token } = await postOffice.next(wanted);
    expect(await ana.looksInTheMirror()).toMatchObject({ email: ana.email, emailVerified: true });
    await anonymous().logsIn({ email: ana.email, password });

    await anonymous().verifiesEmail(token!);
    expect(await ana.looksInTheMirror()).toMatchObject({ email: wanted, emailVerified: true });
    await anonymous().logsIn({ email: wanted, password });
    await expect(anonymous().logsIn({ email: ana.email, password })).rejects.toHaveCode('INVALID_CREDENTIALS');
    expect(await inbox(ana)).toMatchObject({ subject: 'Your e-mail address was changed' });
  });

  test('needs the password, and an address that nobody has', async () => {
    const ana = await settled();
    const { ben } = await people('ben');
    await expect(ana.changesEmail(newEmail(), 'wrong password')).rejects.toHaveCode('INVALID_CREDENTIALS');
    await expect(ana.changesEmail(ben.email.toUpperCase(), password)).rejects.toHaveCode('EMAIL_TAKEN');
    await expect(ana.changesEmail('nonsense', password)).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.newEmail'] });
    expect(await ana.looksInTheMirror()).toMatchObject({ email: ana.email });
  });

  test('brings an address one mail in a minute, however it is spelt and whoever asks', async () => {
    const [ana, eve] = [await settled(), await settled()];
    const wanted = `wanted-${randomUUID()}@example.test`;
    expect(await ana.changesEmail(wanted, password)).toBe(true);
    for (const spelling of [wanted, wanted.toUpperCase(), wanted.replace('w', 'W'), wanted])
      for (const person of [ana, eve]) expect(await person.changesEmail(spelling, password)).toBe(false);
    await later(61);
    expect(await eve.changesEmail(wanted.toUpperCase(), password)).toBe(true);
    expect(await ana.changesEmail(wanted, password)).toBe(false);
    await everythingDone();
    expect(postOffice.delivered.filter(({ recipient }) => recipient.toLowerCase() === wanted)).toHaveLength(2);
  });

  test('brings an address one mail in a minute, of ten who ask at once', async () => {
    const wanted = newEmail();
    const crowd = Object.values(await people('ana', 'ben', 'cleo', 'dan', 'eve', 'finn', 'hal', 'ida', 'jo', 'kim'));
    const { won } = await race(10, (n) => crowd[n]!.changesEmail(wanted, password));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test('keeps nobody from verifying the address that is theirs', async () => {
    const [eve, wanted] = [await settled(), newEmail()];
    expect(await eve.changesEmail(wanted, password)).toBe(true);
    const { token } = await anonymous().registers({ email: wanted, password, name: 'Ida' });
    await everythingDone();
    expect(postOffice.to(wanted)).toHaveLength(2);
    await later(61);
    await expect(eve.changesEmail(wanted, password)).rejects.toHaveCode('EMAIL_TAKEN');
    expect(await anonymous(token).asksForVerificationAgain()).toBe(true);
  });

  test('sends no more than five mails in ten minutes for one person', async () => {
    const { ana } = await people('ana');
    const sent = [];
    for (let n = 0; n < 6; n++) sent.push(await ana.changesEmail(newEmail(), password));
    expect(sent).toEqual([true, true, true, true, false, false]);
    await later(601);
    expect(await ana.changesEmail(newEmail(), password)).toBe(true);
  });

  test('loses against whoever registers the address meanwhile', async () => {
    const ana = await settled();
    const wanted = newEmail();
    await ana.changesEmail(wanted, password);
    const { token } = await postOffice.next(wanted);
    await anonymous().registers({ email: wanted, password, name: 'Another' });
    await expect(anonymous().verifiesEmail(token!)).rejects.toHaveCode('EMAIL_TAKEN');
    expect(await ana.looksInTheMirror()).toMatchObject({ email: ana.email, emailVerified: true });
  });

  test('and somebody’s registering it at the same moment: one of them has it', async () => {
    for (let n = 0; n < 5; n++) {
      const ana = await settled();
      const wanted = newEmail();
      await ana.changesEmail(wanted, password);
      const { token } = await postOffice.next(wanted);
      const { won, lost } = await race<unknown>(2, (who) =>
        who ? anonymous().verifiesEmail(token!) : anonymous().registers({ email: wanted, password, name: 'Another' }),
      );
      expect([won.length, lost]).toEqual([1, ['EMAIL_TAKEN']]);
      expect(await mongoose.connection.collection('users').countDocuments({ emailKey: wanted.toLowerCase() })).toBe(1);
    }
  });

  test('that somebody else began is over when the password is changed or reset', async () => {
    const ana = await settled();
    const wanted = newEmail();
    await ana.changesEmail(wanted, password);
    const first = await postOffice.next(wanted);
    await ana.changesPassword(password, another);
    await expect(anonymous().verifiesEmail(first.token!)).rejects.toHaveCode('TOKEN_INVALID');
    await inbox(ana);

    const instead = newEmail();
    await ana.changesEmail(instead, another);
    const second = await postOffice.next(instead);
    await anonymous().resetsPassword(await forgotten(ana), password);
    await expect(anonymous().verifiesEmail(second.token!)).rejects.toHaveCode('TOKEN_INVALID');
  });
});

describe('a forgotten password', () => {
  test('is replaced with the token from the mail: whoever is in is out, sockets too, and the owner is told', async () => {
    const ana = await settled();
    const { token, refreshToken } = await anonymous().logsIn({ email: ana.email, password });
    const [thief, cursor] = [anonymous(token), await ana.viewerCursor()];
    const listening = thief.followsEverything(cursor);
    await ana.updatesProfile({ name: 'Ana' });
    await listening.next();

    await anonymous().resetsPassword(await forgotten(ana), another);
    await expect(listening.next()).rejects.toMatchObject({ code: 4403 });
    await expect(thief.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(ana.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes(refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().logsIn({ email: ana.email, password })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await anonymous().logsIn({ email: ana.email, password: another });
    expect(await inbox(ana)).toMatchObject({ subject: 'Your password was changed' });
    await thief.hangsUp();
  });

  test('is answered the same for an unknown address, by the same work, and nobody is written to', async () => {
    const ana = await settled();
    const rows = async () => mongoose.connection.collection('emailedTokens').countDocuments({ purpose: 'PASSWORD_RESET' });
    const before = await rows();
    expect(await anonymous().forgetsPassword('nobody@example.test')).toBe(true);
    expect(await rows()).toBe(before + 1);
    expect(await anonymous().forgetsPassword(ana.email.toUpperCase())).toBe(true);
    expect(await rows()).toBe(before + 2);
    await inbox(ana);
    await everythingDone();
    expect(postOffice.to('nobody@example.test')).toEqual([]);
  });

  test('with one token by ten at once is replaced by one', async () => {
    const ana = await settled();
    const token = await forgotten(ana);
    const { won, lost } = await race(10, (n) => anonymous().resetsPassword(token, `${another} ${n}`));
    expect([won.length, lost]).toEqual([1, Array(9).fill('TOKEN_INVALID')]);
    const logins = await race(10, (n) => anonymous().logsIn({ email: ana.email, password: `${another} ${n}` }));
    expect(logins.won).toHaveLength(1);
    await expect(anonymous().resetsPassword(token, another)).rejects.toHaveCode('TOKEN_INVALID');
  });

  test('is not replaced by a token that is old, made up, meant for something else, or by a poor password', async () => {
    const { ana } = await newcomers('ana');
    const { token: toVerify } = await inbox(ana);
    const token = await forgotten(ana);
    for (const wrong of ['', 'nonsense', '{"$gt":""}', toVerify!, `${token.slice(0, -2)}AA`])
      await expect(anonymous().resetsPassword(wrong, another)).rejects.toHaveCode('TOKEN_INVALID');
    await expect(anonymous().resetsPassword('x'.repeat(201), another)).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.token'] });
    await expect(anonymous().resetsPassword(token, 'short')).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.newPassword'] });
    await expect(anonymous().verifiesEmail(token)).rejects.toHaveCode('TOKEN_INVALID');
    await later(3601);
    await expect(anonymous().resetsPassword(token, another)).rejects.toHaveCode('TOKEN_INVALID');
    await backToNow();
    await anonymous().logsIn({ email: ana.email, password });
    await anonymous().resetsPassword(token, another);
  });

  test('asked about again within a minute brings no second mail, and after it the same link again, which stays good', async () => {
    const ana = await settled();
    const first = await forgotten(ana);
    await anonymous().forgetsPassword(ana.email);
    await everythingDone();
    expect(postOffice.to(ana.email).filter(({ subject }) => subject === 'Choose a new password')).toHaveLength(1);
    await later(61);
    expect(await forgotten(ana)).toBe(first);
    await later(3600 + 30);
    await anonymous().resetsPassword(first, another);
  });

  test('has another link in the end, however often it is asked about', async () => {
    const ana = await settled();
    const first = await forgotten(ana);
    for (let halfHours = 1; halfHours < 48; halfHours++) {
      await later(halfHours * 1800);
      expect(await forgotten(ana)).toBe(first);
    }
    await later(24 * 3600 + 60);
    expect(await forgotten(ana)).not.toBe(first);
    await expect(anonymous().resetsPassword(first, another)).rejects.toHaveCode('TOKEN_INVALID');
  });

  test('asked about by ten at once brings one mail', async () => {
    const ana = await settled();
    expect((await race(10, () => anonymous().forgetsPassword(ana.email))).lost).toEqual([]);
    await inbox(ana);
    await everythingDone();
    expect(postOffice.to(ana.email).filter(({ subject }) => subject === 'Choose a new password')).toHaveLength(1);
  });

  test('once replaced proves the address as well', async () => {
    const { ana } = await newcomers('ana');
    await inbox(ana);
    await anonymous().resetsPassword(await forgotten(ana), another);
    const { token } = await anonymous().logsIn({ email: ana.email, password: another });
    expect(await anonymous(token).looksInTheMirror()).toMatchObject({ emailVerified: true });
  });

  test('replaced with an idempotency key is replaced once, and answered again', async () => {
    const ana = await settled();
    const token = await forgotten(ana);
    await anonymous().resetsPassword(token, another, 'again and again');
    expect(await anonymous().resetsPassword(token, another, 'again and again')).toBe(true);
  });

  test('of one address that meanwhile belongs to nobody is not replaced', async () => {
    const ana = await settled();
    const token = await forgotten(ana);
    await ana.changesEmail('moved@example.test', password);
    await anonymous().verifiesEmail((await postOffice.next('moved@example.test')).token!);
    await expect(anonymous().resetsPassword(token, another)).rejects.toHaveCode('TOKEN_INVALID');
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
    await ana.changesPassword(password, another);
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
