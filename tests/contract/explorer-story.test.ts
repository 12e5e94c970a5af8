import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';

import { story } from '../../src/transport/explorer-story.js';
import { theSchema } from '../testkit/schema.js';

const schema = theSchema();

test.each(story.map((page) => [page.name, page] as const))('the explorer’s page “%s” is valid', (_name, { query }) => {
  expect(validate(schema, parse(query))).toEqual([]);
});
