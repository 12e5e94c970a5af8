import { createHash, createHmac } from 'node:crypto';
import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { anonymous, later, password, people, type Person, race, theApp, useApp } from '../testkit/index.js';

useApp();

const loggedIn = async ({ email }: Person) => {
  const { token, refreshToken } = await anonymous().logsIn({ email, password });
  return { actor: anonymous(token), token: token, refreshToken: refreshToken };
};
const sessions = () => mongoose.connection.collection('sessions');

describe('refreshing', () => {
  test('gives new tokens for the same session, and needs no token that is still good', async () => {
    const { ana } = await people('ana');
    const { refreshToken } = await loggedIn(ana);
    const renewed = await anonymous().refreshes(refreshToken);
    expect(renewed).toMatchObject({ user: { id: ana.id } });
    expect(renewed.refreshToken).not.toBe(refreshToken);
    expect(await anonymous(renewed.token).looksInTheMirror()).toMatchObject({ email: ana.email });
    expect(await ana.mySessions()).toHaveLength(2);
  });

  test('by twenty at once, in two processes, keeps all of them in with one successor', async () => {
    const other = await theApp().another();
    const { ana } = await people('ana');
    const { refreshToken } = await loggedIn(ana);
    const { won, lost } = await race(20, (tab) => anonymous(null, () => (tab % 2 ? other.url : theApp().url)).refreshes(refreshToken));
    expect(lost).toEqual([]);
    expect(new Set(won.map((renewed) => renewed.refreshToken)).size).toBe(1);
    await anonymous().refreshes(won[0]!.refreshToken);
  });

  test('with a token used before ends that session, and no other', async () => {
    const { ana } = await people('ana');
    const [stolen, other] = [await loggedIn(ana), await loggedIn(ana)];
    const thief = await anonymous().refreshes(stolen.refreshToken);
    await later(60);
    await expect(anonymous().refreshes(stolen.refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes(thief.refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous(thief.token).viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    await anonymous().refreshes(other.refreshToken);
    await ana.viewerCursor();
  });

  test('twice in a row makes even a recent token an old one', async () => {
    const { ana } = await people('ana');
    const { refreshToken } = await loggedIn(ana);
    const second = await anonymous().refreshes(refreshToken);
    await anonymous().refreshes(second.refreshToken);
    await expect(anonymous().refreshes(refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    expect(await ana.mySessions()).toHaveLength(1);
  });

  test('with what is made up is refused, and ends nothing', async () => {
    const { ana } = await people('ana');
    const { refreshToken } = await loggedIn(ana);
    const [id, generation, secret] = refreshToken.split('.') as [string, string, string];
    const forged = createHmac('sha256', 'another key').update('x').digest('base64url');
    for (const token of [
      '',
      'nonsense',
      '{"$gt":""}',
      `${id}.${generation}.${forged}`,
      `${id}.1.${secret}`,
      `${'0'.repeat(24)}.0.${secret}`,
    ])
      await expect(anonymous().refreshes(token)).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes('x'.repeat(201))).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['refreshToken'] });
    await anonymous().refreshes(refreshToken);
  });

  test('is possible for thirty days after the last time', async () => {
    const { ana } = await people('ana');
    const { refreshToken } = await loggedIn(ana);
    await later(29 * 86_400);
    const renewed = await anonymous().refreshes(refreshToken);
    await later(58 * 86_400);
    const again = await anonymous().refreshes(renewed.refreshToken);
    await later(89 * 86_400);
    await expect(anonymous().refreshes(again.refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
  });

  test('leaves nothing in the database that opens anything', async () => {
    const { ana } = await people('ana');
    const idempotencyKey = randomUUID();
    const { refreshToken } = await anonymous().logsIn({ email: ana.email, password }, { idempotencyKey });
    const renewed = await anonymous().refreshes(refreshToken, { idempotencyKey });
    expect(await anonymous().refreshes(refreshToken, { idempotencyKey })).toEqual(renewed);
    const kept = JSON.stringify([
      await sessions().find({ userId: ana.id }).toArray(),
      await mongoose.connection.collection('answers').find().toArray(),
    ]);
    for (const secret of [refreshToken, renewed.refreshToken]) expect(kept).not.toContain(secret.split('.')[2]);
    expect(kept).toContain(createHash('sha256').update(renewed.refreshToken).digest('base64url'));
  });
});

describe('a session', () => {
  test('is listed with its device, and knows whether it is the current one', async () => {
    const { ana } = await people('ana');
    const { actor } = await loggedIn(ana);
    const [newest, first] = await actor.mySessions();
    expect(newest).toMatchObject({ current: true, endedAt: null, device: 'node' });
    expect(first).toMatchObject({ current: false });
    expect(await actor.mySessions(1)).toEqual([newest]);
  });

  test('ends with logging out, here at once and elsewhere soon, and the others go on', async () => {
    const other = await theApp().another();
    const { ana } = await people('ana');
    const { actor, refreshToken } = await loggedIn(ana);
    await actor.asksAt(other.url).viewerCursor();
    expect(await actor.logsOut()).toMatchObject({ endedAt: expect.any(String) as unknown });
    await expect(actor.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes(refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    const elsewhere = () =>
      actor
        .asksAt(other.url)
        .viewerCursor()
        .then(
          () => 'in',
          () => 'out',
        );
    await expect.poll(elsewhere).toBe('out');
    await ana.viewerCursor();
  });

  test('is ended by its owner from elsewhere, and by nobody else', async () => {
    const { ana, eve } = await people('ana', 'eve');
    const { actor } = await loggedIn(ana);
    const [lost] = await actor.mySessions();
    await expect(eve.endsSession(lost!)).rejects.toHaveCode('NOT_FOUND');
    await actor.viewerCursor();
    const ended = await ana.endsSession(lost!);
    expect(await ana.endsSession(lost!)).toEqual(ended);
    await expect(actor.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
  });

  test('ends all others at once', async () => {
    const { ana } = await people('ana');
    const others = [await loggedIn(ana), await loggedIn(ana)];
    expect(await ana.endsAllOtherSessions()).toBe(2);
    expect(await ana.endsAllOtherSessions()).toBe(0);
    for (const { actor } of others) await expect(actor.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    expect(await ana.mySessions()).toMatchObject([{ current: true }]);
  });

  test('that ended is remembered by a process that starts afterwards', async () => {
    const { ana } = await people('ana');
    const { actor } = await loggedIn(ana);
    await actor.logsOut();
    const late = await theApp().another();
    await expect(actor.asksAt(late.url).viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
  });
});

describe('of fifty sessions and one more', () => {
  test('the one that was used longest ago ends, however many begin at once', async () => {
    const few = await theApp().another({ sessions: { lifetimeSeconds: 3600, graceSeconds: 30, atMost: 3 } });
    const { ana } = await people('ana');
    const { refreshToken } = await anonymous(null, () => few.url).logsIn({ email: ana.email, password });
    const [idle] = [await loggedIn(ana)];
    await anonymous().refreshes(refreshToken);
    await anonymous(null, () => few.url).logsIn({ email: ana.email, password });
    await expect(ana.asksAt(few.url).viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    expect((await idle!.actor.mySessions()).length).toBe(3);
    await anonymous(null, () => few.url).logsIn({ email: ana.email, password });
    await expect(idle!.actor.asksAt(few.url).viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    const { won } = await race(8, () => anonymous(null, () => few.url).logsIn({ email: ana.email, password }));
    expect(won).toHaveLength(8);
    const alive = await sessions().countDocuments({ userId: ana.id, endedAt: null });
    expect(alive).toBe(3);
  });
});

describe('a password', () => {
  const another = 'another fine password';

  test('is changed by who knows the old one, and everybody else is out', async () => {
    const { ana } = await people('ana');
    const other = await loggedIn(ana);
    await ana.changesPassword(password, another);
    await expect(other.actor.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes(other.refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    await ana.viewerCursor();
    await expect(anonymous().logsIn({ email: ana.email, password })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await anonymous().logsIn({ email: ana.email, password: another });
  });

  test('is not changed by who does not, and nobody is out', async () => {
    const { ana } = await people('ana');
    const other = await loggedIn(ana);
    await expect(ana.changesPassword('wrong password', another)).rejects.toHaveCode('INVALID_CREDENTIALS');
    await expect(ana.changesPassword(password, 'short')).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.newPassword'] });
    await other.actor.viewerCursor();
    await anonymous().logsIn({ email: ana.email, password });
  });

  test('is changed by one of ten who know it, and who logs in meanwhile by the old one does not stay', async () => {
    const { ana } = await people('ana');
    const logins = race(10, () => anonymous().logsIn({ email: ana.email, password }));
    const { won, lost } = await race(10, (n) => ana.changesPassword(password, `${another} ${n}`));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(9).fill('INVALID_CREDENTIALS'));
    const staying = (await logins).won.map(({ token }) =>
      anonymous(token)
        .viewerCursor()
        .then(
          () => 'in',
          () => 'out',
        ),
    );
    expect(await Promise.all(staying)).not.toContain('in');
    expect(await ana.mySessions()).toHaveLength(1);
  });
});
