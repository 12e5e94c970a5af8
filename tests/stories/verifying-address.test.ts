import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { anonymous, everythingDone, later, newcomers, password, people, race, theApp } from '../testkit/index.js';
import { inbox, postOffice, resetTokenOf, settled, usePostOffice } from '../testkit/post.js';

usePostOffice();

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
  const another = 'another fine password';
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
    await anonymous().resetsPassword(await resetTokenOf(ana), password);
    await expect(anonymous().verifiesEmail(second.token!)).rejects.toHaveCode('TOKEN_INVALID');
  });
});
