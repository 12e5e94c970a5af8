import { createHash } from 'node:crypto';

import { type CookieOptions, type Request, type RequestHandler, Router } from 'express';

import type { RateLimits } from '../platform/rate-limits/index.js';
import { addressOf } from './address.js';
import { cookieName, type CookieRules, cookiesOf } from './cookies.js';

interface Wish {
  readonly returnTo: string;
  readonly codeChallenge: string;
  readonly callbackUrl: URL;
}

/** Those who leave for a provider, and come back. */
interface Journeys {
  begin(provider: string, wish: Wish): Promise<{ readonly url: URL; readonly state: string; readonly sealed: string }>;
  finish(provider: string, callbackUrl: URL, sealed: string): Promise<URL>;
}

export interface SignInRoutes {
  readonly journeys: Journeys;
  readonly publicUrl: string | null;
  readonly cookies: Pick<CookieRules, 'secure'>;
  readonly rateLimits: RateLimits | null;
  readonly trustProxyHops: number;
}

export const signInPath = '/auth';

const cookieLasts = 10 * 60_000;

/** In what questions cost: each step makes the provider work, too. */
const price = 10;

/** Where browsers go, rather than scripts: to a provider of single sign-on, and from there back to us. */
export function signInRoutes({ journeys, publicUrl, cookies, rateLimits, trustProxyHops }: SignInRoutes): Router {
  /** Sent along when the provider sends the browser back, which `strict` would not be. */
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: cookies.secure, path: '/' };
  const ownAddress = (request: Request): URL => new URL(publicUrl ?? `${request.protocol}://${request.host}`);

  const start: RequestHandler<{ provider: string }> = async (request, response) => {
    const { provider } = request.params;
    const callbackUrl = callbackOf(ownAddress(request as Request), provider);
    const wish = { returnTo: textOf(request.query['returnTo']), codeChallenge: textOf(request.query['codeChallenge']), callbackUrl };
    const { url, state, sealed } = await journeys.begin(provider, wish);
    response.cookie(cookieOf(state, cookies), sealed, { ...options, maxAge: cookieLasts });
    response.redirect(303, url.href);
  };

  const callback: RequestHandler<{ provider: string }> = async (request, response) => {
    const { provider } = request.params;
    const callbackUrl = callbackOf(ownAddress(request as Request), provider);
    callbackUrl.search = new URL(request.originalUrl, callbackUrl).search;
    const name = cookieOf(textOf(request.query['state']), cookies);
    const sealed = cookiesOf(request).get(name) ?? '';
    response.clearCookie(name, options);
    response.redirect(303, (await journeys.finish(provider, callbackUrl, sealed)).href);
  };

  const router = Router();
  router.use(async (request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    await rateLimits?.spend({ viewer: null, ip: addressOf(request, trustProxyHops) }, price);
    next();
  });
  router.get('/:provider/start', start);
  router.get('/:provider/callback', callback);
  return router;
}

/** One for each journey, so that those begun in several tabs do not get in each other's way. */
const cookieOf = (state: string, cookies: Pick<CookieRules, 'secure'>): string =>
  cookieName(`sign-in-${createHash('sha256').update(state).digest('hex').slice(0, 16)}`, cookies);

function callbackOf(address: URL, provider: string): URL {
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/$/, '')}${signInPath}/${encodeURIComponent(provider)}/callback`;
  return url;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
