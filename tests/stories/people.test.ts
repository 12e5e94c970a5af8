import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { anonymous, password, people, race, useApp } from '../testkit/index.js';

useApp();

describe('registering', () => {
  test('makes a customer, whatever is claimed', async () => {
    const { ana } = await people('ana');
    const me = await ana.looksInTheMirror();
    expect(me).toMatchObject({ email: ana.email, roles: ['CUSTOMER'], user: { id: ana.id, name: 'ana', avatarUrl: null, version: 1 } });
    expect(me?.capabilities).toContain('Mutation.updateProfile');
  });

  test('of one address by twenty at once, in any case, makes one person', async () => {
    const email = (runner: number) => (runner % 2 ? 'Crowd@Example.Test' : 'crowd@example.test');
    const { won, lost } = await race(20, (runner) => anonymous().registers({ email: email(runner), name: `number ${runner}`, password }));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(19).fill('EMAIL_TAKEN'));
    expect(await mongoose.connection.collection('users').countDocuments({ emailKey: 'crowd@example.test' })).toBe(1);
    expect(await mongoose.connection.collection('credentials').countDocuments({ _id: won[0]!.user.id as never })).toBe(1);
  });

  test('names every bad field at once, echoes none, and changes nothing', async () => {
    const before = await mongoose.connection.collection('users').countDocuments();
    const registering = anonymous().registers({ email: 'not-an-address', name: ' ', password: 'hunter2' });
    await expect(registering).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.email', 'input.password', 'input.name'] });
    await expect(registering).rejects.not.toThrow(/hunter2|not-an-address/);
    expect(await mongoose.connection.collection('users').countDocuments()).toBe(before);
  });

  test('keeps and mails an address in its plain form, and takes none that is two in it', async () => {
    const plain = `ana-${randomUUID()}@example.test`;
    const wide = ` ${plain.replace('ana', 'ａｎａ').replace('example', 'ｅｘａｍｐｌｅ')} `;
    const { token } = await anonymous().registers({ email: wide, name: 'Ana', password });
    expect(await anonymous(token).looksInTheMirror()).toMatchObject({ email: plain });
    await expect.poll(async () => (await anonymous().readsDevInbox(plain)).length).toBe(1);
    await expect(anonymous().registers({ email: plain, name: 'Eve', password })).rejects.toHaveCode('EMAIL_TAKEN');
    await anonymous().logsIn({ email: wide, password });
    const two = `ana＠evil.test,${plain}`;
    await expect(anonymous().registers({ email: two, name: 'Eve', password })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.email'] });
    await expect(anonymous(token).changesEmail(two, password)).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.newEmail'] });
    expect(await anonymous(token).changesEmail(wide.replace('ａｎａ', 'ｂｅｎ'), password)).toBe(true);
    await expect.poll(async () => (await anonymous().readsDevInbox(plain.replace('ana', 'ben'))).length).toBe(1);
  });

  test('keeps the password as argon2id, apart from the person', async () => {
    const { ana } = await people('ana');
    const credential = await mongoose.connection.collection('credentials').findOne({ _id: ana.id as never });
    expect(credential?.['passwordHash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(await mongoose.connection.collection('users').findOne({ _id: ana.id as never }))).not.toContain('argon2');
  });
});

describe('logging in', () => {
  test('takes the address in any case', async () => {
    const { ana } = await people('ana');
    const { token, user } = await anonymous().logsIn({ email: ana.email.toUpperCase(), password });
    expect(user.id).toBe(ana.id);
    expect(await anonymous(token).looksInTheMirror()).toMatchObject({ email: ana.email });
  });

  test('answers the same to an unknown address and to a wrong password', async () => {
    const { ana } = await people('ana');
    await expect(anonymous().logsIn({ email: ana.email, password: 'wrong password' })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await expect(anonymous().logsIn({ email: 'nobody@example.test', password })).rejects.toHaveCode('INVALID_CREDENTIALS');
  });

  test('hashes anew what was hashed too weakly', async () => {
    const { ana } = await people('ana');
    const credentials = mongoose.connection.collection('credentials');
    const { hash } = await import('@node-rs/argon2');
    const weak = await hash(password, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await credentials.updateOne({ _id: ana.id as never }, { $set: { passwordHash: weak } });
    await anonymous().logsIn({ email: ana.email, password });
    expect((await credentials.findOne({ _id: ana.id as never }))?.['passwordHash']).toContain('m=19456,t=2');
    await anonymous().logsIn({ email: ana.email, password });
  });
});

describe('a profile', () => {
  test('is changed by its owner, and others see it', async () => {
    const { ana, ben } = await people('ana', 'ben');
    await ana.updatesProfile({ name: '  Ana B.  ', avatarUrl: 'https://example.test/ana.png' });
    expect(await ben.sees(ana)).toEqual({ id: ana.id, name: 'Ana B.', avatarUrl: 'https://example.test/ana.png', version: 2 });
  });

  test('keeps what is left out, and gives up what is set to null', async () => {
    const { ana } = await people('ana');
    await ana.updatesProfile({ avatarUrl: 'https://example.test/ana.png' });
    expect(await ana.updatesProfile({ name: 'Ana' })).toMatchObject({ avatarUrl: 'https://example.test/ana.png' });
    expect(await ana.updatesProfile({ avatarUrl: null })).toMatchObject({ name: 'Ana', avatarUrl: null });
  });

  test.each(['http://example.test/a.png', 'javascript:alert(1)', 'ftp://example.test', 'x', `https://example.test/${'a'.repeat(500)}`])(
    'takes no picture from %s',
    async (avatarUrl) => {
      const { ana } = await people('ana');
      await expect(ana.updatesProfile({ avatarUrl })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.avatarUrl'] });
    },
  );

  test('with one expected version is changed by one of a hundred', async () => {
    const { ana } = await people('ana');
    const { won, lost } = await race(100, (runner) => ana.updatesProfile({ name: `Ana ${runner}` }, { expectedVersion: 1 }));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(99).fill('VERSION_CONFLICT'));
    await expect(ana.updatesProfile({ name: 'late' }, { expectedVersion: 1 })).rejects.toHaveCode('VERSION_CONFLICT', { current: 2 });
    expect(await ana.updatesProfile({ name: 'in time' }, { expectedVersion: 2 })).toMatchObject({ version: 3 });
  });

  test('holds no e-mail address for others to see', async () => {
    const { ana, ben } = await people('ana', 'ben');
    expect(JSON.stringify(await ben.sees(ana))).not.toContain('@');
  });
});

describe('text that looks like an operator', () => {
  const payloads = ['{"$gt":""}', '$where', '{"$ne":null}', "'; return true; //", '__proto__'];

  test.each(payloads)('%s is only text', async (payload) => {
    const { ana } = await people('ana');
    await expect(anonymous().logsIn({ email: payload, password: payload })).rejects.toHaveCode('INVALID_CREDENTIALS');
    expect(await ana.updatesProfile({ name: payload })).toMatchObject({ name: payload });
    await expect(ana.sees({ id: payload })).rejects.toHaveCode('NOT_FOUND');
  });

  test('an object where text belongs is refused', async () => {
    const { ana } = await people('ana');
    await expect(ana.sees({ id: { $gt: '' } as unknown as string })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['userId'] });
  });
});
