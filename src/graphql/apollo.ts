import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Server } from 'node:http';

import { DomainError, refusal } from '../platform/errors/index.js';
import type { Logger } from '../platform/logger.js';
import type { RateLimits } from '../platform/rate-limits/index.js';
import type { Context } from './context.js';
import type { Documents } from './documents.js';
import { refusedRequest, retryAfterOf, toClientError, toClientErrors } from './errors.js';
import { costWithin, type Limits, priceOfReading } from './limits.js';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly httpServer: Server;
  readonly documents: Documents;
  readonly limits: Limits & { readonly tokens: number };
  readonly rateLimits: RateLimits | null;
  readonly introspection: boolean;
  readonly sandbox: boolean;
  readonly log: Logger;
}

export function createApollo(options: ApolloOptions): ApolloServer<Context> {
  const { schema, httpServer, limits, introspection, sandbox, log } = options;
  return new ApolloServer<Context>({
    schema,
    introspection,
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    // Ours is the one that sockets have, too, and looks first whether that would take long.
    dangerouslyDisableValidation: true,
    formatError: (_formatted, error) => toClientError(error, log),
    logger: apolloLogger(log),
    plugins: [
      // Its default counterpart instruments every field, for hints that nobody here gives.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer }),
      sandbox ? ApolloServerPluginLandingPageLocalDefault({ footer: false }) : ApolloServerPluginLandingPageDisabled(),
      operations(options),
    ],
  });
}

/** What is asked is examined, weighed and charged for before the work, and has a line in the log after it. */
const operations = ({ documents, limits, rateLimits, log }: ApolloOptions): ApolloServerPlugin<Context> => ({
  requestDidStart: () => {
    const startedAt = performance.now();
    let invalid: readonly GraphQLError[] = [];
    return Promise.resolve({
      didResolveOperation: async ({ schema, document, operation, operationName, request, source, contextValue }) => {
        invalid = documents.errorsIn(document);
        if (invalid[0]) throw invalid[0];
        try {
          if (operation?.operation === 'subscription') throw refusal('BAD_REQUEST');
          const cost = costWithin(limits, schema, document, operationName, request.variables);
          await rateLimits?.spend(contextValue.request, cost - priceOfReading(source));
        } catch (error) {
          throw error instanceof DomainError ? refusedRequest(error) : error;
        }
      },
      willSendResponse: ({ contextValue, operationName, operation, response, errors }) => {
        if (invalid.length > 1 && response.body.kind === 'single') response.body.singleResult.errors = toClientErrors(invalid, log);
        const retryAfter = retryAfterOf(errors ?? []);
        if (retryAfter !== null) response.http.headers.set('retry-after', String(retryAfter));
        if (contextValue.replayed.length > 0 && response.body.kind === 'single') {
          response.body.singleResult.extensions = { ...response.body.singleResult.extensions, replayed: contextValue.replayed };
        }
        logOperation(contextValue, {
          operation: operationName ?? operation?.operation,
          ms: performance.now() - startedAt,
          errors: response.body.kind === 'single' ? response.body.singleResult.errors : errors,
        });
        return Promise.resolve();
      },
    });
  },
});

/** Callers name their operations as they like. */
const longestName = 100;

export function logOperation(
  { request }: Context,
  { operation, ms, errors = [] }: { operation: string | null | undefined; ms: number; errors?: readonly GraphQLFormattedError[] | undefined },
): void {
  const told = errors.map(({ extensions }) => extensions ?? {});
  const lookupIds = told.flatMap(({ lookupId }) => lookupId ?? []);
  request.log.info(
    {
      requestId: request.id,
      viewerId: request.viewer?.id ?? null,
      operation: operation?.slice(0, longestName),
      ms: Math.round(ms * 10) / 10,
      errors: errors.length,
      ...(errors.length > 0 && { codes: told.map(({ code }) => code) }),
      ...(lookupIds.length > 0 && { lookupIds }),
    },
    'operation',
  );
}

const apolloLogger = (log: Logger) => ({
  debug: (message?: unknown) => log.debug(message),
  info: (message?: unknown) => log.debug(message),
  warn: (message?: unknown) => log.warn(message),
  error: (message?: unknown) => log.error(message),
});
