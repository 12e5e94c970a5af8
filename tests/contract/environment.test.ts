import { readFile } from 'node:fs/promises';

import { describe, expect, test } from 'vitest';

import { readEnvironment, variableNames } from '../../src/environment.js';

test('.env.example explains every variable, and no others', async () => {
  const example = await readFile(new URL('../../.env.example', import.meta.url), 'utf8');
  const names = example.split('\n').flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(names.sort()).toEqual([...variableNames].sort());
});

describe('the environment', () => {
  test('is fit to try things out when nothing is said', () => {
    expect(readEnvironment({})).toMatchObject({ production: false, mongodbUri: null, dataDirectory: null, port: 4000, explorer: true });
  });

  test('counts what is empty as not said', () => {
    expect(readEnvironment({ MONGODB_URI: '', PORT: '' })).toMatchObject({ mongodbUri: null, port: 4000 });
  });

  test('complains about everything at once', () => {
    const complaints = () => readEnvironment({ NODE_ENV: 'production', PORT: 'x', MONGODB_URI: 'http://db', JWT_SECRET: 'short' });
    expect(complaints).toThrow(/PORT[^]*MONGODB_URI|MONGODB_URI[^]*PORT/);
    expect(complaints).toThrow(/JWT_SECRET: is weak/);
  });

  test.each(['https://app.example.com', 'http://localhost:3000, capacitor://localhost'])('takes %j for origins', (CORS_ORIGINS) =>
    expect(readEnvironment({ CORS_ORIGINS }).corsOrigins).toEqual(CORS_ORIGINS.split(', ')),
  );

  test.each(['https://app.example.com/', 'app.example.com', '*', 'https://app.example.com,https://app.example.com/shop'])(
    'refuses %j, which is no origin that a browser would name',
    (CORS_ORIGINS) => expect(() => readEnvironment({ CORS_ORIGINS })).toThrow(/CORS_ORIGINS/),
  );

  test.each([undefined, '', 'secret', 'a'.repeat(64), 'development-only-secret-that-everybody-knows'])(
    'refuses the secret %j in production',
    (JWT_SECRET) => {
      expect(() => readEnvironment({ NODE_ENV: 'production', ...(JWT_SECRET !== undefined && { JWT_SECRET }) })).toThrow(/JWT_SECRET/);
    },
  );

  test('closes what only developers need, in production', () => {
    const production = readEnvironment({ NODE_ENV: 'production', JWT_SECRET: 'mFQ0XwKzJr2c7yB9dLtE4hVnU8sPaG1o', EMAIL_VERIFICATION: 'off' });
    expect(production).toMatchObject({ production: true, explorer: false, introspection: false, devInbox: false });
  });

  test('in production wants a mail server for people to verify their addresses, or to be told that they need not', () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: 'mFQ0XwKzJr2c7yB9dLtE4hVnU8sPaG1o' };
    const smtp = { SMTP_URL: 'smtps://user:word@mail.example.com', MAIL_FROM: 'Barter <no-reply@example.com>' };
    expect(() => readEnvironment(production)).toThrow(/SMTP_URL/);
    expect(() => readEnvironment({ ...production, SMTP_URL: smtp.SMTP_URL })).toThrow(/MAIL_FROM/);
    expect(() => readEnvironment({ SMTP_URL: 'https://mail.example.com' })).toThrow(/SMTP_URL/);
    expect(readEnvironment({ ...production, ...smtp })).toMatchObject({ smtp: { url: smtp.SMTP_URL, from: smtp.MAIL_FROM }, devInbox: false, emailVerification: true });
    expect(readEnvironment({ ...production, EMAIL_VERIFICATION: 'off' })).toMatchObject({ smtp: null, devInbox: false, emailVerification: false });
    expect(readEnvironment({})).toMatchObject({ smtp: null, devInbox: true, emailVerification: true });
  });

  test('lets only this machine in, except in production, or when told otherwise', () => {
    const secret = { JWT_SECRET: 'mFQ0XwKzJr2c7yB9dLtE4hVnU8sPaG1o', EMAIL_VERIFICATION: 'off' };
    expect(readEnvironment({}).host).toBe('127.0.0.1');
    expect(readEnvironment({ NODE_ENV: 'test' }).host).toBe('127.0.0.1');
    expect(readEnvironment({ NODE_ENV: 'production', ...secret }).host).toBe('0.0.0.0');
    expect(readEnvironment({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  const entra = { name: 'entra', title: 'Microsoft', issuer: 'https://login.example.test/tenant/v2.0', clientId: 'barter' };

  test('takes any number of providers of single sign-on, and none unless told', () => {
    const { oidcProviders } = readEnvironment({ OIDC_PROVIDERS: JSON.stringify([entra, { ...entra, name: 'local', issuer: 'http://localhost:9' }]) });
    expect(oidcProviders).toMatchObject([{ ...entra, clientSecret: null, scope: 'openid email profile' }, { name: 'local' }]);
    expect(readEnvironment({}).oidcProviders).toEqual([]);
  });

  test.each([
    ['no JSON', 'entra'],
    ['no list', JSON.stringify(entra)],
    ['two of one name', JSON.stringify([entra, entra])],
    ['a name that fits no address', JSON.stringify([{ ...entra, name: '../entra' }])],
    ['an issuer that anybody could pretend to be', JSON.stringify([{ ...entra, issuer: 'http://login.example.test' }])],
    ['a scope of another standard', JSON.stringify([{ ...entra, scope: 'email' }])],
    ['a word that means nothing', JSON.stringify([{ ...entra, secret: 'x' }])],
  ])('refuses %s for providers', (_, OIDC_PROVIDERS) => expect(() => readEnvironment({ OIDC_PROVIDERS })).toThrow(/OIDC_PROVIDERS/));

  test('wants providers to be out of reach of eavesdroppers, and to know the way back, in production', () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: 'mFQ0XwKzJr2c7yB9dLtE4hVnU8sPaG1o', EMAIL_VERIFICATION: 'off' };
    const local = JSON.stringify([{ ...entra, issuer: 'http://localhost:9' }]);
    expect(() => readEnvironment({ ...production, OIDC_PROVIDERS: local })).toThrow(/issuer of entra must be an https[^]*PUBLIC_URL: is required/);
    readEnvironment({ ...production, OIDC_PROVIDERS: JSON.stringify([entra]), PUBLIC_URL: 'https://barter.example.test' });
  });
});
