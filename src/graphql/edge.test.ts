import { execute, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql';
import { setImmediate as nextTick } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';

import { loader } from '../platform/loader.js';
import { createLogger } from '../platform/logger.js';
import { Context } from './context.js';
import { finishEdge } from './edge.js';

/** A page, and the place of the newest thing on it. */
let newest = 0;
const read: string[] = [];
const pageLoader = loader((keys: readonly string[]) => Promise.resolve(keys.map(() => String(newest))));

const Page = new GraphQLObjectType<unknown, Context>({
  name: 'Page',
  fields: { newest: { type: GraphQLString, resolve: (_root, _args, context) => context.load(pageLoader, 'the page') } },
});

const reading = (name: string) => async () => {
  await nextTick();
  read.push(name);
  return name;
};

const schema = finishEdge(
  new GraphQLSchema({
    query: new GraphQLObjectType<unknown, Context>({
      name: 'Query',
      fields: {
        cursor: { type: GraphQLString, extensions: { beforeOthers: true }, resolve: reading('cursor') },
        list: { type: GraphQLString, resolve: reading('list') },
      },
    }),
    mutation: new GraphQLObjectType<unknown, Context>({
      name: 'Mutation',
      fields: { add: { type: Page, resolve: () => Promise.resolve(++newest) } },
    }),
  }),
  { guests: new Map(), secret: 'secret', assertVerified: () => Promise.resolve() },
);

const ask = async (text: string) => {
  const contextValue = new Context({ id: '1', viewer: null, revise: () => null, ip: '', log: createLogger('silent') });
  return JSON.parse(JSON.stringify(await execute({ schema, document: parse(text), contextValue }))) as { data: unknown };
};

beforeEach(() => {
  newest = 0;
  read.length = 0;
});

test.each(['{ cursor list }', '{ list cursor }', '{ list ...Place } fragment Place on Query { cursor }'])('%s reads the cursor first', async (text) => {
  await ask(text);
  expect(read).toEqual(['cursor', 'list']);
});

test('each of several mutations shows what it has done, not what was read for the one before', async () => {
  const { data } = await ask('mutation { first: add { newest } second: add { newest } }');
  expect(data).toEqual({ first: { newest: '1' }, second: { newest: '2' } });
});
