import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type EmbeddedMongoDb, startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';
import { anonymous, deferred, password, startProcess } from '../testkit/index.js';
import { mailFrom, postOffice } from '../testkit/post.js';

let embedded: EmbeddedMongoDb | undefined;
let databaseUri: string;

beforeAll(async () => {
  const given = process.env['MONGODB_URI'];
  if (!given) embedded = await startEmbeddedMongoDb();
  const address = new URL(given ?? embedded!.uri);
  address.pathname = `/mail-${randomUUID()}`;
  databaseUri = address.href;
  await postOffice.open();
});
afterAll(async () => {
  await postOffice.close();
  if (!embedded) await (await mongoose.createConnection(databaseUri).asPromise()).dropDatabase();
  await embedded?.stop();
});

test('a process that is killed between the commit and the sending leaves its mail to another', { timeout: 90_000 }, async () => {
  const variables = { SMTP_URL: postOffice.url, MAIL_FROM: mailFrom };
  const [sending, dead] = [deferred(), deferred()];
  postOffice.clerk = async () => {
    sending.resolve();
    await dead.promise;
    return { responseCode: 451 };
  };
  const email = `ana-${randomUUID()}@example.test`;
  // Brief for the one that dies only: the other must not lose its own claim on a busy machine.
  const first = await startProcess(databaseUri, { ...variables, REACTION_LEASE_SECONDS: '1' });
  const { user } = await anonymous(null, () => first.url).registers({ email, password, name: 'Ana' });
  await sending.promise;
  await first.kill();
  expect(postOffice.delivered).toEqual([]);
  postOffice.clerk = () => Promise.resolve(null);
  dead.resolve();

  const second = await startProcess(databaseUri, variables);
  const mail = await postOffice.next(email);
  expect(await anonymous(null, () => second.url).verifiesEmail(mail.token!)).toEqual({ id: user.id });
  expect(await second.stop()).toBe(0);
  expect(postOffice.to(email)).toHaveLength(1);
});
