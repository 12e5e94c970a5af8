import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { graphql } from '../generated/index.js';
import { anonymous, password, people, race, theApp, useApp } from '../testkit/index.js';

useApp();

const TwoChanges = graphql(`
  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {
    one: updateProfile(input: $one, idempotencyKey: $key) {
      name
      version
    }
    other: updateProfile(input: $other, idempotencyKey: $key) {
      name
      version
    }
  }
`);

const LoginAndChange = graphql(`
  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {
    login(input: $login, idempotencyKey: $key) {
      user {
        id
      }
    }
    updateProfile(input: $profile, idempotencyKey: $key) {
      name
    }
  }
`);

const RegisterFromAfar = graphql(`
  mutation RegisterFromAfar($input: RegisterInput!, $key: String) {
    register(input: $input, idempotencyKey: $key) {
      token
    }
  }
`);

const key = () => randomUUID();

describe('a mutation with a key', () => {
  test('sent fifty times at once has one effect and fifty equal answers', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    const idempotencyKey = key();
    const { won } = await race(50, () => ana.updatesProfile({ name: 'Ana' }, { idempotencyKey }));
    expect(won).toEqual(Array(50).fill({ id: ana.id, name: 'Ana', avatarUrl: null, version: 2 }));
    await ana.updatesProfile({ name: 'Ana B.' });
    const everything = ana.followsEverything(cursor);
    expect((await everything.nextOnes(2)).map(({ viewerEvents }) => viewerEvents.kind)).toEqual(['PROFILE_CHANGED', 'PROFILE_CHANGED']);
    expect(everything.unread).toBe(0);
    await ana.hangsUp();
  });

  test('says in the answer which of its fields are repeated', async () => {
    const { ana } = await people('ana');
    const variables = { login: { email: ana.email, password }, profile: { name: 'Ana' }, key: key() };
    expect(await ana.answer(LoginAndChange, variables)).not.toHaveProperty('extensions');
    expect(await ana.answer(LoginAndChange, variables)).toMatchObject({ extensions: { replayed: ['login', 'updateProfile'] } });
  });

  test('answers the first answer, also when things have changed since', async () => {
    const { ana } = await people('ana');
    const idempotencyKey = key();
    const first = await ana.updatesProfile({ name: 'first' }, { idempotencyKey });
    await ana.updatesProfile({ name: 'second' });
    expect(await ana.updatesProfile({ name: 'first' }, { idempotencyKey })).toEqual(first);
    expect(await ana.looksInTheMirror()).toMatchObject({ user: { name: 'second', version: 3 } });
  });

  test('refuses the same key with other variables, and changes nothing', async () => {
    const { ana } = await people('ana');
    const idempotencyKey = key();
    await ana.updatesProfile({ name: 'one' }, { idempotencyKey });
    await expect(ana.updatesProfile({ name: 'other' }, { idempotencyKey })).rejects.toHaveCode('IDEMPOTENCY_KEY_REUSED');
    expect(await ana.looksInTheMirror()).toMatchObject({ user: { name: 'one', version: 2 } });
  });

  test('shares its key with nobody else, and with no other field', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const idempotencyKey = key();
    await ana.updatesProfile({ name: 'Ana' }, { idempotencyKey });
    expect(await ben.updatesProfile({ name: 'Ben' }, { idempotencyKey })).toMatchObject({ id: ben.id, name: 'Ben' });
    const variables = { login: { email: ana.email, password }, profile: { name: 'Ana B.' }, key: key() };
    expect(await ana.asks(LoginAndChange, variables)).toEqual({ login: { user: { id: ana.id } }, updateProfile: { name: 'Ana B.' } });
  });

  test('used for two fields of one document is one call when they are equal, and refused when they are not', async () => {
    const { ana } = await people('ana');
    const equal = await ana.asks(TwoChanges, { one: { name: 'Ana' }, other: { name: 'Ana' }, key: key() });
    expect(equal).toEqual({ one: { name: 'Ana', version: 2 }, other: { name: 'Ana', version: 2 } });
    const { data, errors } = await ana.answer(TwoChanges, { one: { name: 'x' }, other: { name: 'y' }, key: key() });
    expect(data).toEqual({ one: { name: 'x', version: 3 }, other: null });
    expect(errors).toMatchObject([{ path: ['other'], extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  });

  test('that was refused is not remembered', async () => {
    const { ana } = await people('ana');
    const idempotencyKey = key();
    await expect(ana.updatesProfile({ name: 'Ana' }, { idempotencyKey, expectedVersion: 7 })).rejects.toHaveCode('VERSION_CONFLICT');
    await ana.updatesProfile({ name: 'Ana' }, { idempotencyKey, expectedVersion: 1 });
  });

  test.each(['', 'x'.repeat(201)])('refuses the key %j', async (idempotencyKey) => {
    const { ana } = await people('ana');
    await expect(ana.updatesProfile({ name: 'Ana' }, { idempotencyKey })).rejects.toHaveCode('VALIDATION_FAILED', {
      paths: ['idempotencyKey'],
    });
  });
});

describe('an anonymous mutation with a key', () => {
  test('registers once, also by fifty at once, and answers the same token', async () => {
    const email = `${key()}@example.test`;
    const idempotencyKey = key();
    const { won, lost } = await race(50, () => anonymous().registers({ email, name: 'Ana', password }, { idempotencyKey }));
    expect(lost).toEqual([]);
    expect(won).toEqual(Array(50).fill(won[0]));
    expect(await mongoose.connection.collection('users').countDocuments({ email })).toBe(1);
  });

  test('is the same call from wherever it is sent again, and another one with other variables', async () => {
    const other = await theApp().another({ trustProxyHops: 1 });
    const idempotencyKey = key();
    const ana = { email: `${key()}@example.test`, name: 'Ana', password };
    const first = await anonymous().registers(ana, { idempotencyKey });
    const elsewhere = { headers: { 'x-forwarded-for': '198.51.100.7' } };
    const { data } = await anonymous().asksAt(other.url).answer(RegisterFromAfar, { input: ana, key: idempotencyKey }, elsewhere);
    expect(data?.register).toEqual({ token: first.token });
    const another = await anonymous().registers({ ...ana, email: `${key()}@example.test` }, { idempotencyKey });
    expect(another.user.id).not.toBe(first.user.id);
    const kept = await mongoose.connection.collection('answers').find().toArray();
    expect(JSON.stringify(kept)).not.toMatch(/198\.51|127\.0\.0/);
  });

  test('leaves no secret behind', async () => {
    const idempotencyKey = key();
    const { token } = await anonymous().registers({ email: `${key()}@example.test`, name: 'Ana', password }, { idempotencyKey });
    const kept = JSON.stringify(
      await mongoose.connection
        .collection('answers')
        .find({ _id: { $regex: idempotencyKey } as never })
        .toArray(),
    );
    expect(kept).toContain('Ana');
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(password);
    expect(kept).not.toContain('argon2');
  });
});

test('another process knows what the first one answered', async () => {
  const other = await theApp().another();
  const { ana } = await people('ana');
  const idempotencyKey = key();
  const { won } = await race(20, (runner) =>
    ana.asksAt(runner % 2 ? other.url : theApp().url).updatesProfile({ name: 'Ana' }, { idempotencyKey }),
  );
  expect(won).toEqual(Array(20).fill(won[0]));
  expect(await ana.looksInTheMirror()).toMatchObject({ user: { version: 2 } });
});
