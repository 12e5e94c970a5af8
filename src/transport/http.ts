import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import cors from 'cors';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request as HttpRequest,
  type RequestHandler,
  type Response as HttpResponse,
} from 'express';

import { Context } from '../graphql/context.js';
import { type DomainError, refusal } from '../platform/errors/index.js';
import { newId } from '../platform/identity.js';
import type { Logger } from '../platform/logger.js';
import { type ReadToken, viewerOf } from './authentication.js';
import { type CookieRules, sessionCookies } from './cookies.js';
import { explorer, explorerPath } from './explorer.js';
import { health, type Health } from './health.js';
import type { Origins } from './origins.js';
import { sandboxHeaders, strictHeaders } from './security-headers.js';

export interface HttpOptions extends Health {
  readonly origins: Origins;
  readonly readToken: ReadToken;
  readonly cookies: CookieRules;
  readonly bodyLimitKb: number;
  readonly trustProxyHops: number;
  readonly explorer: boolean;
  readonly log: Logger;
}

declare module 'express-serve-static-core' {
  interface Request {
    id: string;
  }
}

/** Everything but GraphQL itself, which is added once it has started. */
export function createHttp(options: HttpOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxyHops);
  app.use(numbered);
  app.use((request, response, next) => (wantsPage(request) && options.explorer ? sandboxHeaders : strictHeaders)(request, response, next));
  app.use(health(options));
  if (options.explorer) app.use(explorerPath, explorer());
  app.use(
    cors((request, respond) =>
      respond(null, { origin: options.origins.admits(request), credentials: true, exposedHeaders: ['x-request-id'], maxAge: 600 }),
    ),
  );
  return app;
}

export function serveGraphql(app: Express, apollo: ApolloServer<Context>, { bodyLimitKb, readToken, cookies, log }: HttpOptions): void {
  const context = ({ req, res }: { req: HttpRequest; res: HttpResponse }) => {
    const { authorization, 'user-agent': device = null } = req.headers;
    const kept = sessionCookies(req, res, cookies);
    const viewer = kept?.token != null && authorization === undefined ? readToken(kept.token) : viewerOf(authorization, readToken);
    return Promise.resolve(new Context({ id: req.id, viewer, ip: req.ip ?? '', device, cookies: kept, log }));
  };
  app.use('/graphql', express.json({ limit: bodyLimitKb * 1024 }), expressMiddleware(apollo, { context }));
  app.use(
    (_request, response) =>
      void response.status(404).json(asErrors(refusal('BAD_REQUEST'), 'There is nothing here. GraphQL is at /graphql.')),
  );
  app.use(refuseBadRequest(log));
}

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

/** Whatever body-parser refuses comes back as an error of the catalogue, not as a page with a stack trace. */
const refuseBadRequest =
  (log: Logger): ErrorRequestHandler =>
  (error: { status?: number; type?: string }, request, response, _next) => {
    const status = error.status ?? 500;
    if (status < 500) return void response.status(status).json(asErrors(refusal('BAD_REQUEST'), reasons[error.type ?? '']));
    log.error({ err: error, requestId: request.id, lookupId: request.id }, 'Something unexpected happened.');
    response.status(500).json(asErrors(refusal('INTERNAL', { lookupId: request.id })));
  };

const reasons: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not JSON.',
  'entity.too.large': 'The body is larger than this server accepts.',
};

const asErrors = ({ code, details, message }: DomainError, reason?: string) => ({
  errors: [{ message: reason ?? message, extensions: { ...details, code } }],
});
