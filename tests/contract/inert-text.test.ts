import { type ExecutionResult, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { errorCodes } from '../../src/platform/errors/index.js';
import { anonymous, password, people, type Person, picture, Refused, useApp } from '../testkit/index.js';
import { documentOf, type Operation, operationsOf, textPlaces, variablesFor, withValueAt } from '../testkit/documents.js';
import { theSchema } from '../testkit/schema.js';

useApp();

/** W35: what would be an operator, code or markup elsewhere is text here, wherever a text may stand. */
const payloads = [
  '{"$gt":""}',
  '{"$ne":null}',
  '{"$where":"sleep(1000)"}',
  '$where',
  "' || '1'=='1",
  '../../etc/passwd',
  '__proto__',
  '<script>alert(1)</script>',
  '\u0000',
  '\ud800',
  Buffer.from('[{"$gt":""},{"$gt":""}]').toString('base64url'),
  Buffer.from('[{"date":{"$gt":""}},null]').toString('base64url'),
];
const objects: unknown[] = [{ $gt: '' }, { $ne: null }, { toString: 'x' }, [{ $gt: '' }]];

let eve: Person;
let known: Record<string, unknown>;
let bystanders: string;

/** Everything of Ana's and Ben's. Eve has things of her own to attack with. */
const untouched = async () => {
  const { items, trades, conversations, messages } = await picture();
  return JSON.stringify([items, trades, conversations, messages].map((rows) => rows.filter((row) => JSON.stringify(row).includes(bystanders))));
};

beforeAll(async () => {
  const { ana, ben } = await people('ana', 'ben');
  ({ eve } = await people('eve'));
  bystanders = ana.id;
  const theirs = await ben.proposes({ wants: [await ana.lists()], gives: [await ben.lists()] });
  await ana.says(theirs.conversation, 'Between us');
  const mine = await eve.proposes({ wants: [await ben.lists()], gives: [await eve.lists()] });
  const message = await eve.says(mine.conversation, 'Hello');
  const nothing = { since: null, until: null, expectedVersion: null, last: null, before: null, after: null, idempotencyKey: null, clientMessageId: null };
  const acceptable = { email: eve.email, password, imageUrls: ['https://example.test/a.png'], avatarUrl: 'https://example.test/a.png', offeredCredits: 0 };
  const [requestedItemIds, offeredItemIds] = [[(await ben.lists()).id], [(await eve.lists()).id]];
  known = { ...nothing, ...acceptable, requestedItemIds, offeredItemIds, conversationId: mine.conversation.id, tradeId: mine.id, itemId: mine.requester.items[0]!.id, messageId: message.id, userId: eve.id };
});

afterAll(() => eve.hangsUp());

const operations = operationsOf(theSchema()).filter(({ field }) => textPlaces(field.args).length > 0);

describe.each(operations.map((operation) => [`${operation.kind} ${operation.field.name}`, operation] as const))('%s', (_, operation) => {
  const { field } = operation;

  // After some operations one is no longer logged in.
  beforeAll(async () => {
    const { token } = await anonymous().logsIn({ email: eve.email, password });
    await eve.hangsUp();
    eve = Object.assign(anonymous(token), { id: eve.id, name: eve.name, email: eve.email });
  });

  test.each(textPlaces(field.args).map((place) => [place.join('.'), place] as const))('takes any text as %s for text', async (_, place) => {
    const before = await untouched();
    const variables = variablesFor(field.args, known);
    for (const payload of payloads) expect(await codes(operation, withValueAt(variables, place, payload)), payload).not.toContain('INTERNAL');
    for (const object of objects) {
      const refused = await codes(operation, withValueAt(variables, place, object));
      expect(refused, JSON.stringify(object)).toEqual(['VALIDATION_FAILED']);
    }
    expect(await untouched()).toEqual(before);
  });
});

/** What was refused, by code; nothing but codes of the catalogue ever comes back, and nobody else's data. */
async function codes({ kind, field }: Operation, variables: Record<string, unknown>): Promise<string[]> {
  const document = documentOf({ kind, field }, 2);
  const answer = kind === 'subscription' ? await overSocket(document, variables) : await eve.answer(parse(document) as never, variables);
  expect(JSON.stringify(answer)).not.toContain('Between us');
  const found = (answer.errors ?? []).map(({ extensions }) => extensions?.['code'] as string);
  for (const code of found) expect(errorCodes).toContain(code);
  return found;
}

/** Nothing but refusals: none of the texts names a stream or a place in one. */
const overSocket = (document: string, variables: Record<string, unknown>): Promise<ExecutionResult> =>
  eve.followsText(document, variables).next().then(
    () => expect.unreachable('There is nothing to hear.'),
    (error: unknown) => {
      if (error instanceof Refused) return { errors: error.errors as never };
      throw error;
    },
  );
