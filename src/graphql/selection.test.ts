import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import { mongo } from 'mongoose';
import { describe, expect, test } from 'vitest';

import type { StreamEvent } from '../platform/events/index.js';
import { Loaders } from '../platform/loader.js';
import { createLogger } from '../platform/logger.js';
import type { Viewer } from '../platform/viewer.js';
import type { Context } from './context.js';
import { type Selected, Selections } from './selection.js';

const schema = buildSchema(`
  type Query { x: Int }
  type Subscription { drawn(well: ID, after: String): Drawn }
  type Drawn { seq: Int, mine: Boolean, water: String }
`);
const root = schema.getSubscriptionType()!.getFields()['drawn']!;
root.resolve = (event: StreamEvent) => event;
(schema.getType('Drawn') as GraphQLObjectType<StreamEvent, Context>).getFields()['mine']!.resolve = (_event, _args, context) =>
  context.viewer?.id === 'ana';

let away: Error | null = null;
(schema.getType('Drawn') as GraphQLObjectType<StreamEvent, Context>).getFields()['water']!.resolve = () => {
  if (away) throw away;
  return 'cold';
};

const viewer = (id: string): Viewer => ({ id, roles: [], expiresAt: new Date() });
const event: StreamEvent = { stream: 'well:7', seq: 3, eventId: 'e', type: 'DRAWN', data: {}, at: new Date() };
const selections = () => new Selections(schema, createLogger('silent'));
const selected = (text: string, variables: Record<string, unknown> = {}, documentId = 1): Selected => ({
  documentId,
  document: parse(text),
  operationName: null,
  variables,
  only: null,
});

describe('a frame', () => {
  test('is for everybody when nothing in it asks who is looking', async () => {
    const selection = selections().take(selected('subscription { drawn { seq } }'));
    expect(await selection.render(event, viewer('ana'), new Loaders())).toEqual({ frame: '{"data":{"drawn":{"seq":3}}}', forEverybody: true });
  });

  test('is for one person when something does', async () => {
    const selection = selections().take(selected('subscription { drawn { seq mine } }'));
    expect(await selection.render(event, viewer('ana'), new Loaders())).toEqual({
      frame: '{"data":{"drawn":{"seq":3,"mine":true}}}',
      forEverybody: false,
    });
    expect(await selection.render(event, viewer('ben'), new Loaders())).toEqual({
      frame: '{"data":{"drawn":{"seq":3,"mine":false}}}',
      forEverybody: false,
    });
  });

  test('is made later when the database is away for a moment', async () => {
    const selection = selections().take(selected('subscription { drawn { seq water } }'));
    for (away of [new mongo.MongoNetworkError('closed'), new mongo.MongoServerError({ code: 189, message: 'stepped down' })])
      await expect(selection.render(event, viewer('ana'), new Loaders())).rejects.toBe(away);
    away = new Error('a mistake of ours');
    expect(JSON.parse((await selection.render(event, viewer('ana'), new Loaders())).frame)).toMatchObject({
      data: { drawn: { seq: 3, water: null } },
      errors: [{ extensions: { code: 'INTERNAL' } }],
    });
    away = null;
    expect((await selection.render(event, viewer('ana'), new Loaders())).frame).toContain('cold');
  });
});

describe('selections', () => {
  const text = 'subscription ($well: ID, $after: String) { drawn(well: $well, after: $after) { seq } }';

  test('are one when only their start differs', () => {
    const open = selections();
    const document = selected(text).document;
    const [one, other] = ['a', 'b'].map((after) => open.take({ ...selected(text), document, variables: { well: '7', after } }));
    expect(one).toBe(other);
  });

  test('are two when anything else does', () => {
    const open = selections();
    open.take(selected(text, { well: '7' }));
    open.take(selected(text, { well: '8' }));
    open.take(selected(text, { well: '7' }, 2));
    expect(open.size).toBe(3);
  });

  test('are two when the start is also shown', () => {
    const open = selections();
    const both = 'subscription ($after: String, $well: ID) { drawn(well: $after, after: $after) { seq } }';
    for (const after of ['a', 'b']) open.take(selected(both, { after }));
    expect(open.size).toBe(2);
  });

  test('are forgotten with their last user', () => {
    const open = selections();
    const taken = [open.take(selected(text)), open.take(selected(text))];
    open.release(taken[0]!);
    expect(open.size).toBe(1);
    open.release(taken[1]!);
    expect(open.size).toBe(0);
  });
});
