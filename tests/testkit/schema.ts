import type { GraphQLSchema } from 'graphql';

import { readEnvironment } from '../../src/environment.js';
import { createSchema } from '../../src/graphql/schema.js';
import { createLogger } from '../../src/platform/logger.js';
import { createServices } from '../../src/services.js';

let schema: GraphQLSchema | undefined;

/** The schema as the code has it, with no server behind it. */
export function theSchema(): GraphQLSchema {
  if (!schema) {
    const { resolvers } = createServices(readEnvironment({}), createLogger('silent'));
    schema = createSchema(resolvers, 'no call is remembered here');
  }
  return schema;
}
