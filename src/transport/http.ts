import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import cors from 'cors';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request as HttpRequest,
  type RequestHandler,
} from 'express';

import { Context, type Request, type SessionCookies } from '../graphql/context.js';
import { retryAfterOf } from '../graphql/errors.js';
import { priceOfReading } from '../graphql/limits.js';
import { DomainError, meaningOf, refusal } from '../platform/errors/index.js';
import { newId } from '../platform/identity.js';
import type { Logger } from '../platform/logger.js';
import type { RateLimits } from '../platform/rate-limits/index.js';
import type { Viewer } from '../platform/viewer.js';
import { addressOf } from './address.js';
import { type ReadToken, viewerOf } from './authentication.js';
import { type CookieRules, sessionCookies } from './cookies.js';
import { asErrors } from './errors.js';
import { explorer, explorerPath } from './explorer.js';
import { health, type Health } from './health.js';
import { inbox, type ReadInbox } from './inbox.js';
import type { Origins } from './origins.js';
import { sandboxHeaders, strictHeaders } from './security-headers.js';
import { type SignInRoutes, signInPath, signInRoutes } from './sign-in-routes.js';

export interface HttpOptions extends Health, SignInRoutes {
  readonly origins: Origins;
  readonly readToken: ReadToken;
  readonly revise: Request['revise'];
  readonly cookies: CookieRules;
  readonly bodyLimitKb: number;
  readonly trustProxyHops: number;
  readonly rateLimits: RateLimits | null;
  readonly explorer: boolean;
  /** `null`: there is no inbox. */
  readonly readInbox: ReadInbox | null;
  readonly log: Logger;
}

declare module 'express-serve-static-core' {
  interface Request {
    id: string;
    caller: { readonly viewer: Viewer | null; readonly ip: string; readonly cookies: SessionCookies | null };
    /** Who calls, as far as is known when it is asked. */
    recognize: () => Viewer | null;
  }
}

/** Everything but GraphQL itself, which is added once it has started. */
export function createHttp(options: HttpOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  // A hash of each answer, by which caches ask whether it is still the same. Nobody is to keep these.
  app.disable('etag');
  app.set('trust proxy', options.trustProxyHops);
  app.use(numbered);
  app.use((request, response, next) => (wantsPage(request) && options.explorer ? sandboxHeaders : strictHeaders)(request, response, next));
  app.use(health(options));
  app.use(signInPath, signInRoutes(options));
  if (options.explorer) app.use(explorerPath, explorer());
  if (options.readInbox) app.use(inbox(options.readInbox));
  app.use(
    cors((request, respond) =>
      respond(null, { origin: options.origins.admits(request), credentials: true, exposedHeaders: ['x-request-id', 'retry-after'], maxAge: 600 }),
    ),
  );
  return app;
}

export function serveGraphql(app: Express, apollo: ApolloServer<Context>, options: HttpOptions): void {
  const { bodyLimitKb, revise, log } = options;
  // Who calls is looked at once more: a body may take its time, and rights are lost meanwhile.
  const context = ({ req }: { req: HttpRequest }) =>
    Promise.resolve(new Context({ ...req.caller, viewer: req.recognize(), revise, id: req.id, device: req.headers['user-agent'] ?? null, log }));
  const body = express.json({ limit: bodyLimitKb * 1024 });
  app.use('/graphql', recognized(options), body, charged(options), expressMiddleware(apollo, { context }));
  app.use(
    (_request, response) =>
      void response.status(404).json(asErrors(refusal('BAD_REQUEST'), 'There is nothing here. GraphQL is at /graphql.')),
  );
  app.use(refuseBadRequest(log));
}

/** Who calls is known, and turned away if they have asked for too much lately, before anything of theirs is read. */
const recognized =
  ({ readToken, cookies, trustProxyHops, rateLimits }: HttpOptions): RequestHandler =>
  (request, response, next) => {
    const { authorization } = request.headers;
    const kept = sessionCookies(request, response, cookies);
    request.recognize = () =>
      kept?.token != null && authorization === undefined ? readToken(kept.token) : viewerOf(authorization, readToken);
    request.caller = { viewer: request.recognize(), ip: addressOf(request, trustProxyHops), cookies: kept };
    rateLimits?.check(request.caller);
    next();
  };

/** For reading it, to begin with. */
const charged =
  ({ rateLimits }: HttpOptions): RequestHandler =>
  async ({ body, query, caller }, _response, next) => {
    const text: unknown = (body as { query?: unknown } | undefined)?.query ?? query['query'];
    await rateLimits?.spend(caller, priceOfReading(String(text ?? '')));
    next();
  };

const wantsPage = ({ method, path, headers }: HttpRequest): boolean =>
  method === 'GET' && path === '/graphql' && (headers.accept ?? '').includes('text/html');

const acceptableId = /^[\w-]{8,64}$/;

/** Each request has an id that its log lines and its answer share; a proxy's is kept. */
const numbered: RequestHandler = (request, response, next) => {
  const given = request.headers['x-request-id'];
  request.id = typeof given === 'string' && acceptableId.test(given) ? given : newId();
  response.setHeader('x-request-id', request.id);
  next();
};

/** What we or body-parser refuse comes back as an error of the catalogue, not as a page with a stack trace. */
const refuseBadRequest =
  (log: Logger): ErrorRequestHandler =>
  (error: { status?: number; type?: string }, request, response, _next) => {
    if (error instanceof DomainError) {
      const retryAfter = retryAfterOf([error]);
      if (retryAfter !== null) response.setHeader('retry-after', retryAfter);
      return void response.status(meaningOf(error.code).status ?? 400).json(asErrors(error));
    }
    const status = error.status ?? 500;
    if (status < 500) return void response.status(status).json(asErrors(refusal('BAD_REQUEST'), reasons[error.type ?? '']));
    log.error({ err: error, requestId: request.id, lookupId: request.id }, 'Something unexpected happened.');
    response.status(500).json(asErrors(refusal('INTERNAL', { lookupId: request.id })));
  };

const reasons: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not JSON.',
  'entity.too.large': 'The body is larger than this server accepts.',
};
