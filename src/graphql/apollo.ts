import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GraphQLSchema } from 'graphql';
import type { Server } from 'node:http';

import { DomainError, refusal } from '../platform/errors/index.js';
import type { Logger } from '../platform/logger.js';
import type { Context } from './context.js';
import { refusedRequest, toClientError } from './errors.js';
import { assertWithin, type Limits } from './limits.js';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly httpServer: Server;
  readonly limits: Limits & { readonly tokens: number };
  readonly introspection: boolean;
  readonly sandbox: boolean;
  readonly log: Logger;
}

export function createApollo({ schema, httpServer, limits, introspection, sandbox, log }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection,
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !introspection,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    formatError: (_formatted, error) => toClientError(error, log),
    logger: apolloLogger(log),
    plugins: [
      // Its default counterpart instruments every field, for hints that nobody here gives.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer }),
      sandbox ? ApolloServerPluginLandingPageLocalDefault({ footer: false }) : ApolloServerPluginLandingPageDisabled(),
      operations(limits),
    ],
  });
}

/** Limits before the work, a line in the log after it. */
const operations = (limits: Limits): ApolloServerPlugin<Context> => ({
  requestDidStart: () => {
    const startedAt = performance.now();
    return Promise.resolve({
      didResolveOperation: ({ schema, document, operation, operationName, request }) => {
        try {
          if (operation?.operation === 'subscription') throw refusal('BAD_REQUEST');
          assertWithin(limits, schema, document, operationName, request.variables);
        } catch (error) {
          throw error instanceof DomainError ? refusedRequest(error) : error;
        }
        return Promise.resolve();
      },
      willSendResponse: ({ contextValue, operationName, operation, response, errors }) => {
        if (contextValue.replayed.length > 0 && response.body.kind === 'single') {
          response.body.singleResult.extensions = { ...response.body.singleResult.extensions, replayed: contextValue.replayed };
        }
        logOperation(contextValue, {
          operation: operationName ?? operation?.operation,
          ms: performance.now() - startedAt,
          errors: errors?.length ?? 0,
        });
        return Promise.resolve();
      },
    });
  },
});

export function logOperation(
  { request }: Context,
  { operation, ms, errors }: { operation: string | null | undefined; ms: number; errors: number },
): void {
  request.log.info(
    { requestId: request.id, viewerId: request.viewer?.id ?? null, operation, ms: Math.round(ms * 10) / 10, errors },
    'operation',
  );
}

const apolloLogger = (log: Logger) => ({
  debug: (message?: unknown) => log.debug(message),
  info: (message?: unknown) => log.debug(message),
  warn: (message?: unknown) => log.warn(message),
  error: (message?: unknown) => log.error(message),
});
