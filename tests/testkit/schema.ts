import type { GraphQLSchema } from 'graphql';

import { createSchema } from '../../src/graphql/schema.js';
import { createLogger } from '../../src/platform/logger.js';
import { createServices } from '../../src/services.js';

let schema: GraphQLSchema | undefined;

/** The schema as the code has it, with no server behind it. */
export function theSchema(): GraphQLSchema {
  if (!schema) {
    const { resolvers } = createServices({ jwtSecret: 'no token is signed here', tokenLifetimeSeconds: 1 }, createLogger('silent'));
    schema = createSchema(resolvers, 'no call is remembered here');
  }
  return schema;
}
