import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';

import { beforeAll, describe, expect, test } from 'vitest';

import { Role } from '../../src/platform/viewer.js';
import { administrator, anonymous, password, people, type Person, theApp, useApp } from '../testkit/index.js';

useApp();

let gale: Person;
beforeAll(async () => {
  gale = await administrator();
});

describe('roles', () => {
  test('take effect at once, with the token one has', async () => {
    const { ana, ben } = await people('ana', 'ben');
    await expect(ana.setsRoles(ben, [Role.MERCHANT])).rejects.toHaveCode('FORBIDDEN');
    await gale.setsRoles(ana, [Role.CUSTOMER, Role.ADMIN]);
    expect((await ana.looksInTheMirror())?.capabilities).toContain('Mutation.setRoles');
    await ana.setsRoles(ben, [Role.MERCHANT]);
    await gale.setsRoles(ana, [Role.CUSTOMER]);
    await expect(ana.setsRoles(ben, [Role.CUSTOMER])).rejects.toHaveCode('FORBIDDEN');
    expect(await ben.looksInTheMirror()).toMatchObject({ roles: ['MERCHANT'] });
  });

  test('in another process are soon the same', async () => {
    const other = await theApp().another();
    const { ana, ben } = await people('ana', 'ben');
    await gale.setsRoles(ana, [Role.ADMIN]);
    const there = ana.asksAt(other.url);
    const may = () =>
      there.setsRoles(ben, [Role.AGENT]).then(
        () => true,
        () => false,
      );
    await expect.poll(may).toBe(true);
  });

  test('close the sockets that were opened with others, and can be opened again', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    await ana.updatesProfile({ name: 'Ana' });
    const everything = ana.followsEverything(cursor);
    await everything.next();
    await gale.setsRoles(ana, [Role.AGENT]);
    await expect(everything.next()).rejects.toMatchObject({ code: 4403, reason: 'ACCESS_REVOKED' });
    await ana.hangsUp();
    const kinds = (await ana.followsEverything(cursor).nextOnes(2)).map(({ viewerEvents }) => viewerEvents.kind);
    expect(kinds).toEqual(['PROFILE_CHANGED', 'RIGHTS_CHANGED']);
    await ana.hangsUp();
  });

  test('need a reason, at least one, and somebody to have them', async () => {
    const { ana } = await people('ana');
    await expect(gale.setsRoles(ana, [], ' ')).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.roles', 'input.reason'] });
    await expect(gale.setsRoles({ id: 'nobody' }, [Role.AGENT])).rejects.toHaveCode('NOT_FOUND');
  });
});

/** Begins to ask, and leaves the end of it for later. */
async function beginsToAsk({ token }: Pick<Person, 'token'>, query: string) {
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json', 'content-length': body.length, authorization: `Bearer ${token}`, expect: '100-continue' };
  const asking = request(`${theApp().url}/graphql`, { method: 'POST', headers });
  asking.flushHeaders();
  // Node says so and hands the request over in one go: who calls has been looked at by now.
  await once(asking, 'continue');
  asking.write(body.slice(0, 10));
  return async () => {
    const answered = once(asking, 'response');
    asking.end(body.slice(10));
    const [response] = await answered;
    return (await json(response as NodeJS.ReadableStream)) as { data: unknown; errors?: { extensions: { code: string } }[] };
  };
}

describe('who has begun to ask', () => {
  test('has lost what they lose before they have finished', async () => {
    const { ana } = await people('ana');
    await gale.setsRoles(ana, [Role.ADMIN]);
    const finishes = await beginsToAsk(ana, '{ adminAuditLog { edges { node { id } } } }');
    await gale.setsRoles(ana, [Role.CUSTOMER]);
    expect((await finishes()).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('is nobody when their session has ended meanwhile', async () => {
    const { ana } = await people('ana');
    const finishes = await beginsToAsk(ana, 'mutation { updateProfile(input: { name: "Eve" }) { id } }');
    await ana.logsOut();
    expect((await finishes()).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect((await gale.sees(ana)).name).toBe('ana');
  });
});

describe('who is suspended', () => {
  test('is out at once, and told so only with the right password, until restored', async () => {
    const { ana } = await people('ana');
    const { refreshToken } = await anonymous().logsIn({ email: ana.email, password });
    await expect(ana.suspends(gale)).rejects.toHaveCode('FORBIDDEN');
    await gale.suspends(ana, 'sells what is not theirs');
    await expect(ana.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().refreshes(refreshToken)).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(anonymous().logsIn({ email: ana.email, password })).rejects.toHaveCode('ACCOUNT_SUSPENDED');
    await expect(anonymous().logsIn({ email: ana.email, password: 'wrong password' })).rejects.toHaveCode('INVALID_CREDENTIALS');
    await gale.restores(ana, 'it was theirs after all');
    await expect(ana.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    const { token } = await anonymous().logsIn({ email: ana.email, password });
    await anonymous(token).viewerCursor();
  });

  test('stays out of a process that starts afterwards', async () => {
    const { ana } = await people('ana');
    await gale.suspends(ana);
    const late = await theApp().another();
    await expect(ana.asksAt(late.url).viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
  });
});
