import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { describe, expect, test, vi } from 'vitest';

import { resetTokenOf } from '../testkit/dev-inbox.js';
import { administrator, anonymous, password, people, race, theApp } from '../testkit/index.js';
import { comesBackFrom } from '../testkit/sign-in.verbs.js';
import { account, club, count, useTwoProviders, work } from '../testkit/two-providers.js';

useTwoProviders();

const newcomer = async (who = account()) => {
  work.sits(who);
  const proof = await anonymous().signsInWithCode(await comesBackFrom('work'));
  return { who, proof, actor: anonymous(proof.token) };
};

describe('who comes from a provider', () => {
  test('under an address that was never proved to be theirs, is out for good when its owner resets the password', async () => {
    const { who, proof, actor } = await newcomer(account({ email_verified: false }));
    await anonymous().resetsPassword(await resetTokenOf({ email: who.email! }), 'the owner’s own password');
    expect(await actor.looksInTheMirror()).toBeNull();
    await expect(anonymous().signsInWithCode(await comesBackFrom('work'))).rejects.toHaveCode('EMAIL_TAKEN');
    const owner = await anonymous().logsIn({ email: who.email!, password: 'the owner’s own password' });
    expect(owner.user.id).toBe(proof.user.id);
    expect(await anonymous(owner.token).mySignIns()).toEqual([]);
  });

  test('can see whom there is to choose from', async () => {
    expect(await anonymous().signInProviders()).toEqual([
      { name: 'work', title: 'The work', startPath: '/auth/work/start' },
      { name: 'club', title: 'The club', startPath: '/auth/club/start' },
    ]);
  });

  test('becomes a customer, and is the same person the next time', async () => {
    const { who, proof, actor } = await newcomer();
    expect(await actor.looksInTheMirror()).toMatchObject({ email: who.email, roles: ['CUSTOMER'], user: { id: proof.user.id, name: 'Ida' } });
    const again = await anonymous().signsInWithCode(await comesBackFrom('work'));
    expect(again.user.id).toBe(proof.user.id);
    work.sits({ ...who, email: 'moved@work.test', name: 'Married' });
    expect((await anonymous().signsInWithCode(await comesBackFrom('work'))).user).toEqual(proof.user);
    expect(await actor.mySignIns()).toMatchObject([{ provider: 'work', email: 'moved@work.test' }]);
  });

  test('twenty times at once, the first time, in two processes, becomes one person', async () => {
    const other = await theApp().another();
    work.sits(account());
    const codes = await Promise.all(Array.from({ length: 20 }, () => comesBackFrom('work')));
    const { won, lost } = await race(20, (n) => anonymous(null, () => (n % 2 ? other.url : theApp().url)).signsInWithCode(codes[n]!));
    expect(lost).toEqual([]);
    expect(new Set(won.map(({ user }) => user.id)).size).toBe(1);
    expect(await anonymous(won[0]!.token).mySessions()).toHaveLength(20);
  });

  test('under one subject of two issuers are two people', async () => {
    const one = account();
    const { proof } = await newcomer(one);
    club.sits({ ...one, email: `other-${one.email}` });
    expect((await anonymous().signsInWithCode(await comesBackFrom('club'))).user.id).not.toBe(proof.user.id);
  });

  test('without an address is asked for one, and what looks like one is not taken for it', async () => {
    work.sits({ sub: randomUUID(), preferred_username: 'boss@work.test' });
    const code = await comesBackFrom('work');
    await expect(anonymous().signsInWithCode(code)).rejects.toHaveCode('EMAIL_REQUIRED');
    await expect(anonymous().signsInWithCode({ ...code, email: 'nonsense' })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.email'] });
    const email = `${randomUUID()}@home.test`;
    const { token, user } = await anonymous().signsInWithCode({ ...code, email });
    expect(user.name).toBe('New member');
    expect(await anonymous(token).looksInTheMirror()).toMatchObject({ email });
  });

  test('has an address in its plain form, and none by what is two in it', async () => {
    const plain = `${randomUUID()}@work.test`;
    const { actor } = await newcomer(account({ email: plain.replace('work', 'ｗｏｒｋ') }));
    expect(await actor.looksInTheMirror()).toMatchObject({ email: plain });
    work.sits(account({ email: `eve＠evil.test,${plain}` }));
    await expect(anonymous().signsInWithCode(await comesBackFrom('work'))).rejects.toHaveCode('EMAIL_REQUIRED');
  });

  test('may choose a name, and gets no other address than the provider’s', async () => {
    work.sits(account({ email: `${randomUUID()}@work.test` }));
    const code = await comesBackFrom('work');
    const { token, user } = await anonymous().signsInWithCode({ ...code, name: 'Zoe', email: 'zoe@home.test' });
    expect(user.name).toBe('Zoe');
    expect((await anonymous(token).looksInTheMirror())?.email).toMatch(/@work\.test$/);
  });

  test('repeats a call that was lost, and is given the same answer', async () => {
    work.sits(account());
    const code = await comesBackFrom('work');
    const idempotencyKey = randomUUID();
    const proof = await anonymous().signsInWithCode(code, { idempotencyKey });
    expect(await anonymous().signsInWithCode(code, { idempotencyKey })).toEqual(proof);
  });

  test('stays out while suspended', async () => {
    const { proof } = await newcomer();
    await (await administrator()).suspends(proof.user);
    await expect(anonymous().signsInWithCode(await comesBackFrom('work'))).rejects.toHaveCode('ACCOUNT_SUSPENDED');
  });

  test('has no password to log in with or to change', async () => {
    const { who, actor } = await newcomer();
    await expect(anonymous().logsIn({ email: who.email!, password: '' })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await expect(actor.changesPassword('', 'another fine password')).rejects.toHaveCode('INVALID_CREDENTIALS');
    expect(await mongoose.connection.collection('credentials').countDocuments({ _id: (await actor.looksInTheMirror())!.user.id as never })).toBe(0);
  });
});

describe('an account that is there already', () => {
  test.each([true, false])('is not opened by its address, verified: %s', async (email_verified) => {
    const { ana } = await people('ana');
    work.sits(account({ email: ana.email.toUpperCase(), email_verified }));
    const before = await count();
    const code = await comesBackFrom('work');
    await expect(anonymous().signsInWithCode(code)).rejects.toHaveCode('EMAIL_TAKEN');
    await expect(anonymous().signsInWithCode({ ...code, email: 'another@home.test' })).rejects.toHaveCode('EMAIL_TAKEN');
    expect((await count()).slice(0, 4)).toEqual(before.slice(0, 4));
    expect(await ana.mySignIns()).toEqual([]);
  });

  test('is linked from inside, with the code that was refused outside', async () => {
    const { ana } = await people('ana');
    work.sits(account({ email: ana.email }));
    const code = await comesBackFrom('work');
    await expect(anonymous().signsInWithCode(code)).rejects.toHaveCode('EMAIL_TAKEN');
    const cursor = await ana.viewerCursor();
    const signIn = await ana.linksSignIn(code, password);
    expect(await ana.mySignIns()).toEqual([signIn]);
    expect((await ana.followsEverything(cursor).next()).viewerEvents.kind).toBe('SIGN_IN_LINKED');
    await ana.hangsUp();
    expect((await anonymous().signsInWithCode(await comesBackFrom('work'))).user.id).toBe(ana.id);
    expect(await ana.linksSignIn(await comesBackFrom('work'), password)).toMatchObject({ id: signIn.id });
  });

  test('is linked only by whoever knows its password, and they are told', async () => {
    const { ana } = await people('ana');
    work.sits(account({ email: ana.email }));
    const code = await comesBackFrom('work');
    for (const wrong of [null, '', 'wrong password']) await expect(ana.linksSignIn(code, wrong)).rejects.toHaveCode('INVALID_CREDENTIALS');
    expect(await ana.mySignIns()).toEqual([]);
    await ana.linksSignIn(code, password);
    const letter = async () => (await anonymous().readsDevInbox(ana.email)).find(({ subject }) => subject === 'Your account has another way in');
    await expect.poll(letter).toMatchObject({ text: expect.stringContaining('Provider: The work') as unknown });
  });

  test('is not linked in a session that has ended, also where nobody has heard of it yet', async () => {
    const deaf = await theApp().another();
    vi.spyOn(deaf.services.revocations, 'revise').mockImplementation((viewer) => viewer);
    const { ana } = await people('ana');
    const { actor } = await newcomer();
    for (const [thief, known] of [[ana, password], [actor, null]] as const) {
      club.sits(account());
      const code = await comesBackFrom('club');
      await thief.logsOut();
      await expect(thief.asksAt(deaf.url).linksSignIn(code, known)).rejects.toHaveCode('UNAUTHENTICATED');
      expect(await anonymous().signsInWithCode(code)).not.toMatchObject({ user: { id: ana.id } });
    }
  });

  test('is not linked with what belongs to another, nor by somebody who is not logged in', async () => {
    const { ana } = await people('ana');
    await newcomer();
    const code = await comesBackFrom('work');
    await expect(ana.linksSignIn(code, password)).rejects.toHaveCode('SIGN_IN_TAKEN');
    await expect(anonymous().linksSignIn(code)).rejects.toHaveCode('UNAUTHENTICATED');
    expect(await ana.mySignIns()).toEqual([]);
  });

  test('is linked with one sign-in by one of ten people', async () => {
    const crowd = await Promise.all(Array.from({ length: 10 }, async () => (await people('ana')).ana));
    work.sits(account());
    const codes = await Promise.all(crowd.map(() => comesBackFrom('work')));
    const { won, lost } = await race(10, (n) => crowd[n]!.linksSignIn(codes[n]!, password));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(9).fill('SIGN_IN_TAKEN'));
  });
});

describe('giving up a sign-in', () => {
  test('is possible with a password, and then it opens nothing', async () => {
    const { ana, eve } = await people('ana', 'eve');
    work.sits(account({ email: ana.email }));
    const signIn = await ana.linksSignIn(await comesBackFrom('work'), password);
    await expect(eve.unlinksSignIn(signIn)).rejects.toHaveCode('NOT_FOUND');
    await ana.unlinksSignIn(signIn);
    expect(await ana.mySignIns()).toEqual([]);
    await expect(anonymous().signsInWithCode(await comesBackFrom('work'))).rejects.toHaveCode('EMAIL_TAKEN');
    await anonymous().logsIn({ email: ana.email, password });
  });

  test('is not possible when it is the only one', async () => {
    const { actor } = await newcomer();
    const [only] = await actor.mySignIns();
    await expect(actor.unlinksSignIn(only!)).rejects.toHaveCode('LAST_SIGN_IN');
    expect(await actor.mySignIns()).toEqual([only]);
  });

  test('of two at once leaves one', async () => {
    const { actor } = await newcomer();
    club.sits(account());
    await actor.linksSignIn(await comesBackFrom('club'));
    const both = await actor.mySignIns();
    const { won, lost } = await race(2, (n) => actor.unlinksSignIn(both[n]!));
    expect([won.length, lost]).toEqual([1, ['LAST_SIGN_IN']]);
    expect(await actor.mySignIns()).toHaveLength(1);
  });
});
