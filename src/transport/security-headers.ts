import type { RequestHandler } from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

type Directives = Readonly<Record<string, readonly string[]>>;

/** Helmet's headers with these sources allowed and no others. None of them depends on the request, so that they are decided once. */
function headersAllowing(directives: Directives, also: HelmetOptions = {}): RequestHandler {
  const decided = new ServerResponse(new IncomingMessage(new Socket()));
  helmet({ ...also, contentSecurityPolicy: { useDefaults: false, directives } })(decided.req, decided, () => undefined);
  const headers = new Map(Object.entries(decided.getHeaders() as Record<string, string>));
  return (_request, response, next) => {
    response.setHeaders(headers);
    next();
  };
}

/** For pages that load what does not say that it may be embedded. */
const embedding: HelmetOptions = { crossOriginEmbedderPolicy: false };

const sandbox = ['https://embeddable-sandbox.cdn.apollographql.com', 'https://apollo-server-landing-page.cdn.apollographql.com'];

/** Everything is forbidden, because an API shows nothing. */
export const strictHeaders: RequestHandler = headersAllowing({ defaultSrc: ["'none'"], frameAncestors: ["'none'"] });

/** For the page at GET /graphql, which loads Apollo Sandbox from its makers. */
export const sandboxHeaders: RequestHandler = headersAllowing(
  {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'unsafe-inline'", ...sandbox],
    styleSrc: ["'self'", "'unsafe-inline'", ...sandbox, 'https://fonts.googleapis.com'],
    imgSrc: ["'self'", 'data:', ...sandbox],
    fontSrc: ["'self'", 'https://fonts.gstatic.com'],
    manifestSrc: ["'self'", ...sandbox],
    frameSrc: ['https://sandbox.embed.apollographql.com'],
    connectSrc: ["'self'", 'ws:', 'wss:'],
  },
  embedding,
);

/** For the development inbox and its pages: our own script alone, and no picture, form or frame of anybody else's. */
export const inboxHeaders: RequestHandler = headersAllowing({
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'unsafe-inline'"],
  connectSrc: ["'self'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
});

/** For the explorer, whose files are our own but whose page starts itself with an inline script. */
export const explorerHeaders: RequestHandler = headersAllowing(
  {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    workerSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'", 'ws:', 'wss:'],
  },
  embedding,
);
