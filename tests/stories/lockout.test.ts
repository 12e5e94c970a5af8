import type * as Argon2 from '@node-rs/argon2';
import { verify } from '@node-rs/argon2';
import { parse } from 'graphql';
import mongoose from 'mongoose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { anonymous, type App, backToNow, later, password, people, type Person, race, theApp, useApp } from '../testkit/index.js';

/** The real one, and one sees how often it is asked. */
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof Argon2>();
  return { ...real, verify: vi.fn(real.verify) };
});

const attempts = 3;
const everywhere = 10 * attempts;

useApp({ lockout: { attempts, seconds: 900 }, trustProxyHops: 1 });

let other: App;
beforeAll(async () => {
  other = await theApp().another();
});
beforeEach(() => void vi.mocked(verify).mockClear());
afterEach(async () => {
  await mongoose.connection.collection('counters').deleteMany({});
});

const Login = parse('mutation ($input: LoginInput!) { login(input: $input) { token deviceToken user { id } } }') as never;

interface Attempt {
  readonly guess?: string;
  readonly deviceToken?: string;
  readonly at?: string;
}

/** From that address; with the right password, unless one is guessed. */
const logsInFrom = async (address: string, { email }: { email: string }, { guess = password, deviceToken, at }: Attempt = {}) => {
  const caller = at ? anonymous().asksAt(at) : anonymous();
  const input = { email, password: guess, ...(deviceToken && { deviceToken }) };
  const { login } = await caller.asks<{ login: { token: string; deviceToken: string } }, object>(Login, { input }, { headers: { 'x-forwarded-for': address } });
  return login;
};

async function failsFrom(address: string, person: { email: string }, times = 1, attempt: Attempt = {}): Promise<void> {
  for (let time = 0; time < times; time++)
    await expect(logsInFrom(address, person, { guess: `guess ${time}`, ...attempt })).rejects.toHaveCode('INVALID_CREDENTIALS');
}

const [home, evesHome] = ['203.0.113.1', '198.51.100.1'];
const botnet = Array.from({ length: everywhere }, (_, n) => `198.51.100.${n + 2}`);
const attackFromEverywhere = (victim: Person) => Promise.all(botnet.map((address) => failsFrom(address, victim)));

describe('after too many wrong passwords', () => {
  test('the right one is answered like a wrong one, and not even looked at', async () => {
    const { ana } = await people('ana');
    await failsFrom(evesHome, ana, attempts);
    const looked = vi.mocked(verify).mock.calls.length;
    await expect(logsInFrom(evesHome, ana)).rejects.toHaveCode('INVALID_CREDENTIALS');
    expect(vi.mocked(verify).mock.calls.length).toBe(looked);
  });

  test('the same goes for an account that does not exist', async () => {
    const nobody = { email: 'nobody@example.test' };
    await failsFrom(evesHome, nobody, attempts + 2);
    expect(verify).toHaveBeenCalledTimes(attempts);
  });

  test('it is over when the time is', async () => {
    const { ana } = await people('ana');
    await failsFrom(evesHome, ana, attempts + 1);
    await mongoose.connection.collection('counters').updateMany({}, { $set: { expire: new Date(0) } });
    await logsInFrom(evesHome, ana);
  });

  test('it holds in every process', async () => {
    const { ana } = await people('ana');
    await failsFrom(evesHome, ana, attempts);
    await expect(logsInFrom(evesHome, ana, { at: other.url })).rejects.toHaveCode('INVALID_CREDENTIALS');
  });

  test('others are not concerned', async () => {
    const { ana, ben } = await people('ana', 'ben');
    await failsFrom(evesHome, ana, attempts);
    await logsInFrom(evesHome, ben);
  });

  test('however many at once, in two processes, no more are tried than that', async () => {
    const { ana } = await people('ana');
    const { lost } = await race(50, (runner) =>
      logsInFrom(evesHome, ana, { guess: `guess ${runner}`, at: [theApp().url, other.url][runner % 2]! }),
    );
    expect(lost).toEqual(Array(50).fill('INVALID_CREDENTIALS'));
    expect(verify).toHaveBeenCalledTimes(attempts);
  });

  test('for many accounts from one address, none is tried from there', async () => {
    for (let n = 0; n < everywhere; n++) await failsFrom(evesHome, { email: `${n}@example.test` });
    const { ana } = await people('ana');
    await expect(logsInFrom(evesHome, ana)).rejects.toHaveCode('INVALID_CREDENTIALS');
    await logsInFrom(home, ana);
  });
});

test('right passwords do not count, and make up for wrong ones', async () => {
  const { ana } = await people('ana');
  for (let times = 0; times < 4; times++) {
    await failsFrom(home, ana, attempts - 1);
    await logsInFrom(home, ana);
  }
  const { lost } = await race(attempts, () => logsInFrom(home, ana));
  expect(lost).toEqual([]);
});

describe('an attacker does not keep the owner out', () => {
  test('from one address, wherever else the owner is', async () => {
    const { ana } = await people('ana');
    await failsFrom(evesHome, ana, everywhere + attempts);
    await logsInFrom(home, ana);
  });

  test('by putting the place where the owner is into the address that they claim to have', async () => {
    const { ana } = await people('ana');
    await failsFrom(evesHome, { email: `${ana.email} from ${home}` }, attempts);
    await logsInFrom(home, ana);
  });

  test('from many addresses, where the owner has logged in before', async () => {
    const { ana } = await people('ana');
    const { deviceToken } = await logsInFrom(home, ana);
    await attackFromEverywhere(ana);
    await expect(logsInFrom(home, ana)).rejects.toHaveCode('INVALID_CREDENTIALS');
    await logsInFrom('203.0.113.99', ana, { deviceToken });
    await failsFrom(home, ana, attempts - 1, { deviceToken });
    await logsInFrom(home, ana, { deviceToken });
  });

  test('nor from a page that keeps its session in cookies', async () => {
    const { ana } = await people('ana');
    const calls = async (query: string, cookie = '') => {
      const headers = { 'content-type': 'application/json', 'x-session': 'cookie', 'x-forwarded-for': home, cookie };
      const response = await fetch(`${theApp().url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return { body: await response.json(), cookies: response.headers.getSetCookie() };
    };
    const login = `mutation { login(input: { email: "${ana.email}", password: "${password}" }) { deviceToken user { id } } }`;
    const first = await calls(login);
    expect(first.body).toEqual({ data: { login: { deviceToken: null, user: { id: ana.id } } } });
    const device = first.cookies.find((cookie) => cookie.startsWith('barter-device='))!;
    expect(device).toMatch(/HttpOnly; SameSite=Strict/);
    await attackFromEverywhere(ana);
    expect((await calls(login)).body).toMatchObject({ errors: [{ extensions: { code: 'INVALID_CREDENTIALS' } }] });
    expect((await calls(login, device.split(';')[0])).body).toEqual(first.body);
  });
});

describe('a device that is known', () => {
  test('has no more attempts than others', async () => {
    const { ana } = await people('ana');
    const { deviceToken } = await logsInFrom(home, ana);
    await failsFrom(evesHome, ana, attempts, { deviceToken });
    await expect(logsInFrom(evesHome, ana, { deviceToken })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await logsInFrom(home, ana);
  });

  test('is known to its owner only, and only by what we gave it', async () => {
    const { ana, eve } = await people('ana', 'eve');
    const { deviceToken } = await logsInFrom(home, ana);
    const { deviceToken: eves } = await logsInFrom(evesHome, eve);
    const signature = deviceToken.slice(-43);
    const spoilt = [eves, deviceToken.slice(0, -1), `${deviceToken.slice(0, -43)}${signature.split('').reverse().join('')}`, eves.replace(eve.id, ana.id), 'x', ''];
    await attackFromEverywhere(ana);
    for (const made of spoilt) await expect(logsInFrom(home, ana, { deviceToken: made })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await logsInFrom(home, ana, { deviceToken });
  });

  test('is no more when the password has changed, nor after half a year', async () => {
    const { ana } = await people('ana');
    const { deviceToken, token } = await logsInFrom(home, ana);
    await attackFromEverywhere(ana);
    await later(181 * 86_400);
    await expect(logsInFrom(home, ana, { deviceToken })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await backToNow();
    const changed = 'another password altogether';
    await anonymous(token).changesPassword(password, changed);
    await expect(logsInFrom(home, ana, { deviceToken, guess: changed })).rejects.toHaveCode('INVALID_CREDENTIALS');
  });
});

describe('changing the password', () => {
  test('takes only so many wrong old ones in one session, and no others are tried', async () => {
    const { ana } = await people('ana');
    const { token } = await logsInFrom(home, ana);
    const thief = anonymous(token);
    for (let time = 0; time < attempts; time++)
      await expect(thief.changesPassword(`guess ${time}`, 'the password of the thief')).rejects.toHaveCode('INVALID_CREDENTIALS');
    await expect(thief.changesPassword(password, 'the password of the thief')).rejects.toHaveCode('INVALID_CREDENTIALS');
    await ana.changesPassword(password, 'a password that nobody knows');
  });
});
