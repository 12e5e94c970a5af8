import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { createLogger } from './logger.js';

const lines: string[] = [];
const log = createLogger('info', new Writable({ write: (line: Buffer, _, done) => (lines.push(line.toString()), done()) }));

const hidden = 'xY7-the-thing-to-hide';
const line = (write: () => void): string => {
  lines.length = 0;
  write();
  expect(lines).toHaveLength(1);
  JSON.parse(lines[0]!);
  return lines[0]!;
};

test.each(['password', 'newPassword', 'passwordHash', 'token', 'refreshToken', 'resetToken', 'authorization', 'Cookie', 'set-cookie', 'clientSecret', 'email', 'emailKey', 'idempotencyKey', 'code_verifier'])(
  'the value of %s is not logged, however deep it lies',
  (name) => {
    for (const logged of [{ [name]: hidden }, { a: { b: { c: { d: [{ [name]: hidden }] } } } }, { err: Object.assign(new Error('no'), { keyValue: { [name]: hidden } }) }])
      expect(line(() => log.warn(logged, 'something'))).not.toContain(hidden);
  },
);

test.each([
  ['an access token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl-_x'],
  ['a refresh token', `${'0123456789ab'.repeat(2)}.3.${'A-b_'.repeat(10)}xyz`],
  ['a header', 'Bearer abcdefghijklmn'],
  ['a hash', '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA'],
  ['a connection string', 'mongodb://app:s3cret-word@db.internal:27017/barter'],
  ['a link', 'https://app.example.com/reset?token=abc-def&x=1'],
  ['an address', 'ana.miller+shop@mail.example.com'],
])('%s is taken out of a message, a text and an error', (_, text) => {
  const secret = /s3cret-word|token=(abc-def)/.exec(text)?.[1] ?? /s3cret-word/.exec(text)?.[0] ?? text;
  for (const write of [
    () => log.info(`before ${text} after`),
    () => log.info({ what: text }, 'something'),
    () => log.error({ err: new Error(`dup key: { x: "${text}" }`, { cause: new Error(text) }) }, 'something'),
  ])
    expect(line(write)).not.toContain(secret);
});

test('a text of a megabyte, or an error that holds half of the program, is no burden', () => {
  expect(line(() => log.info({ what: 'x'.repeat(2 ** 20) }, 'something')).length).toBeGreaterThan(2 ** 20);
  const wide = (depth: number): object => (depth === 0 ? {} : Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`field${n}`, wide(depth - 1)])));
  expect(line(() => log.info({ err: Object.assign(new Error('no'), wide(4)) }, 'something')).length).toBeLessThan(20_000);
});

test('everything else stays: an error keeps its type, stack and code, and circles end', () => {
  const circle: Record<string, unknown> = { n: 1 };
  circle['again'] = circle;
  const err = Object.assign(new TypeError('it broke'), { code: 11000, circle });
  const entry = JSON.parse(line(() => log.error({ err, requestId: 'r-1', at: new Date(0), ms: 1.5, list: [1, 'two'] }, 'something'))) as Record<string, unknown>;
  expect(entry).toMatchObject({ requestId: 'r-1', at: '1970-01-01T00:00:00.000Z', ms: 1.5, list: [1, 'two'], msg: 'something' });
  expect(entry['err']).toMatchObject({ type: 'TypeError', message: 'it broke', code: 11000, stack: expect.stringContaining('redaction.test') as unknown });
});
