import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';

import { administrator, anonymous, later, password, people, type Person, useApp } from '../testkit/index.js';

useApp();

const listing = 'createItem(input: { title: "Oak chair", category: HOME, condition: GOOD }) { id }';
const reason = 'reason: "a story"';

let last = 0;
/** Asked for after the others, by whoever may: once it is done, so are they. */
function registering() {
  const email = `last-${++last}@example.test`;
  return {
    field: `register(input: { email: "${email}", password: "${password}", name: "Last" }) { user { id } }`,
    isDone: () => expect.poll(() => anonymous().logsIn({ email, password }).then(() => true, () => false)).toBe(true),
  };
}

/** What is the matter with each field. */
async function refusals(person: Person, fields: string): Promise<Record<string, unknown>> {
  const { errors = [] } = await person.answer(parse(`mutation { ${fields} }`) as never, {});
  return Object.fromEntries(errors.map(({ path, extensions }) => [String(path), extensions?.['code']]));
}

/** The socket ends with the rights it was opened with, so nobody hears an answer. */
async function asksAndIsCutOff(person: Person, fields: string): Promise<void> {
  await expect(person.asksOverSocket(parse(`mutation { ${fields} }`) as never, {})).rejects.toMatchObject({ code: 4403 });
  await person.hangsUp();
}

const endings: Readonly<Record<string, (person: Person) => string>> = {
  'by logging out': () => 'logout { id current }',
  'by logging out, with a key': () => 'logout(idempotencyKey: "good night") { id }',
  'by suspending themselves': ({ id }) => `suspendUser(input: { userId: "${id}", ${reason} }) { id }`,
};

describe.each(Object.entries(endings))('who is out %s', (_, ending) => {
  test('can do nothing more in the same document, but what everybody can', async () => {
    const [gale, { field, isDone }] = [await administrator(), registering()];
    await administrator();
    expect(await refusals(gale, `${listing} ${ending(gale)} again: ${listing} ${field}`)).toEqual({ again: 'UNAUTHENTICATED' });
    expect((await anonymous().browses({ ownerId: gale.id })).edges).toHaveLength(1);
    await isDone();
  });

  test('can do nothing more over a socket either', async () => {
    const [gale, { field, isDone }] = [await administrator(), registering()];
    await administrator();
    await asksAndIsCutOff(gale, `${listing} ${ending(gale)} again: ${listing} ${field}`);
    await isDone();
    expect((await anonymous().browses({ ownerId: gale.id })).edges).toHaveLength(1);
  });
});

describe('an administrator who dismisses themselves', () => {
  const dismissing = ({ id }: Person) => `setRoles(input: { userId: "${id}", roles: [CUSTOMER], ${reason} }) { id }`;
  const trying = `again: retryFailedReactions(input: { ${reason} })`;

  test('is none any more in the rest of the document, and still a customer', async () => {
    const [gale, finn] = [await administrator(), await administrator()];
    expect(await refusals(gale, `${dismissing(gale)} ${trying} ${listing}`)).toEqual({ again: 'FORBIDDEN' });
    expect((await anonymous().browses({ ownerId: gale.id })).edges).toHaveLength(1);
    expect((await finn.readsAudit({ actorId: gale.id })).map(({ action }) => action)).toEqual(['setRoles']);
  });

  test('is none any more over a socket either', async () => {
    const [gale, finn, { field, isDone }] = [await administrator(), await administrator(), registering()];
    await asksAndIsCutOff(gale, `${dismissing(gale)} ${trying} ${field}`);
    await isDone();
    expect((await finn.readsAudit({ actorId: gale.id })).map(({ action }) => action)).toEqual(['setRoles']);
  });
});

test('a mutation that is refused may have ended the session as well', async () => {
  const { ana } = await people('ana');
  const { token, refreshToken } = await anonymous().logsIn({ email: ana.email, password });
  await anonymous().refreshes(refreshToken);
  await later(31);
  const thief = Object.assign(anonymous(token), { id: ana.id, name: ana.name, email: ana.email });
  expect(await refusals(thief, `refreshSession(refreshToken: "${refreshToken}") { expiresAt } ${listing}`)).toEqual({
    refreshSession: 'UNAUTHENTICATED',
    createItem: 'UNAUTHENTICATED',
  });
});
