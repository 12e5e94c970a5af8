import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { expect, test } from 'vitest';

import { anonymous, password, people, race, useApp } from '../testkit/index.js';

useApp();

const mill = (changes: object = {}) => ({
  email: `${randomUUID()}@mill.test`,
  password,
  firstName: 'Mira',
  lastName: 'Mills',
  businessName: 'Mills Paper',
  businessType: 'MANUFACTURER' as const,
  ...changes,
});

test('a business registers, and is a customer like others', async () => {
  const { token, user } = await anonymous().registersBusiness(mill());
  const mira = anonymous(token);
  expect(user.name).toBe('Mills Paper');
  expect(await mira.looksInTheMirror()).toMatchObject({ roles: ['CUSTOMER'], user: { id: user.id } });
  expect(await mira.myBusiness()).toEqual({ name: 'Mills Paper', type: 'MANUFACTURER', firstName: 'Mira', lastName: 'Mills' });
});

test('whoever is no business has none, and nobody sees who acts for one', async () => {
  const { ana } = await people('ana');
  const { user } = await anonymous().registersBusiness(mill());
  expect(await ana.myBusiness()).toBeNull();
  expect(JSON.stringify(await ana.sees(user))).not.toMatch(/Mira|@/);
});

test('every bad field is named at once, and nothing is changed', async () => {
  const count = () => Promise.all(['users', 'businesses'].map((name) => mongoose.connection.collection(name).countDocuments()));
  const before = await count();
  const bad = mill({ email: 'x', password: 'short', firstName: ' ', lastName: '', businessName: 'x'.repeat(81) });
  const paths = ['input.email', 'input.password', 'input.firstName', 'input.lastName', 'input.businessName'];
  await expect(anonymous().registersBusiness(bad)).rejects.toHaveCode('VALIDATION_FAILED', { paths });
  await expect(anonymous().registersBusiness(mill({ businessType: 'PIRATE' }))).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.businessType'] });
  await expect(anonymous().registersBusiness(mill({ roles: ['ADMIN'] }))).rejects.toHaveCode('VALIDATION_FAILED');
  await expect(anonymous().registersBusiness(mill({ lastName: '<b>' }))).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.lastName'] });
  expect(await count()).toEqual(before);
});

test('of twenty who register one address at once, one is a business', async () => {
  const { email } = mill();
  const { won, lost } = await race(20, (n) => anonymous().registersBusiness(mill({ email: n % 2 ? email : email.toUpperCase() })));
  expect(won).toHaveLength(1);
  expect(lost).toEqual(Array(19).fill('EMAIL_TAKEN'));
  const ids = await mongoose.connection.collection('users').distinct('_id', { emailKey: email });
  expect(ids).toEqual([won[0]!.user.id]);
  expect(await mongoose.connection.collection('businesses').countDocuments({ _id: { $in: ids } })).toBe(1);
});
