import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { anonymous, backToNow, everythingDone, later, newcomers, password, race } from '../testkit/index.js';
import { inbox, postOffice, resetTokenOf, settled, usePostOffice } from '../testkit/post.js';

usePostOffice();

const another = 'another fine password';

describe('a forgotten password', () => {
  test('is replaced with the token from the mail: whoever is in is out, sockets too, and the owner is told', async () => {
    const ana = await settled();
    const { token, refreshToken } = await anonymous().logsIn({ email: ana.email, password });
    const [thief, cursor] = [anonymous(token), await ana.viewerCursor()];
    const listening = thief.followsEverything(cursor);
    await ana.updatesProfile({ name: 'Ana' });
    await listening.next();

    await anonymous().resetsPassword(await resetTokenOf(ana), another);
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
    const token = await resetTokenOf(ana);
    const { won, lost } = await race(10, (n) => anonymous().resetsPassword(token, `${another} ${n}`));
    expect([won.length, lost]).toEqual([1, Array(9).fill('TOKEN_INVALID')]);
    const logins = await race(10, (n) => anonymous().logsIn({ email: ana.email, password: `${another} ${n}` }));
    expect(logins.won).toHaveLength(1);
    await expect(anonymous().resetsPassword(token, another)).rejects.toHaveCode('TOKEN_INVALID');
  });

  test('is not replaced by a token that is old, made up, meant for something else, or by a poor password', async () => {
    const { ana } = await newcomers('ana');
    const { token: toVerify } = await inbox(ana);
    const token = await resetTokenOf(ana);
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
    const first = await resetTokenOf(ana);
    await anonymous().forgetsPassword(ana.email);
    await everythingDone();
    expect(postOffice.to(ana.email).filter(({ subject }) => subject === 'Choose a new password')).toHaveLength(1);
    await later(61);
    expect(await resetTokenOf(ana)).toBe(first);
    await later(3600 + 30);
    await anonymous().resetsPassword(first, another);
  });

  test('has another link in the end, however often it is asked about', async () => {
    const ana = await settled();
    const first = await resetTokenOf(ana);
    for (let halfHours = 1; halfHours < 48; halfHours++) {
      await later(halfHours * 1800);
      expect(await resetTokenOf(ana)).toBe(first);
    }
    await later(24 * 3600 + 60);
    expect(await resetTokenOf(ana)).not.toBe(first);
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
    await anonymous().resetsPassword(await resetTokenOf(ana), another);
    const { token } = await anonymous().logsIn({ email: ana.email, password: another });
    expect(await anonymous(token).looksInTheMirror()).toMatchObject({ emailVerified: true });
  });

  test('replaced with an idempotency key is replaced once, and answered again', async () => {
    const ana = await settled();
    const token = await resetTokenOf(ana);
    await anonymous().resetsPassword(token, another, 'again and again');
    expect(await anonymous().resetsPassword(token, another, 'again and again')).toBe(true);
  });

  test('of one address that meanwhile belongs to nobody is not replaced', async () => {
    const ana = await settled();
    const token = await resetTokenOf(ana);
    await ana.changesEmail('moved@example.test', password);
    await anonymous().verifiesEmail((await postOffice.next('moved@example.test')).token!);
    await expect(anonymous().resetsPassword(token, another)).rejects.toHaveCode('TOKEN_INVALID');
  });
});
