import type { CookieOptions, Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';

import type { SessionCookies } from '../graphql/context.js';

/** What the cookies hold, and for how long. */
export interface Tokens {
  readonly token: string;
  readonly refreshToken: string;
  readonly deviceToken: string;
}

export interface CookieRules {
  readonly secure: boolean;
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
  readonly deviceSeconds: number;
  readonly tokensOf: (proof: object) => Tokens;
}

/**
 * The header by which a page says that it keeps its session in cookies. No form of another page can send it, and no script
 * without asking first, so it is also what proves that the call is not forged: without it cookies are not looked at.
 */
export const cookieHeader = 'x-session';
const wanted = 'cookie';

/** Browsers take a cookie with this prefix only from us, over https, for the whole of this host and nothing else. */
export const cookieName = (name: string, { secure }: Pick<CookieRules, 'secure'>): string => `${secure ? '__Host-' : ''}barter-${name}`;

const namesOf = (rules: Pick<CookieRules, 'secure'>) => ({
  access: cookieName('access', rules),
  refresh: cookieName('refresh', rules),
  device: cookieName('device', rules),
});

export function sessionCookies(request: Request, response: Response, rules: CookieRules): SessionCookies | null {
  if (request.headers[cookieHeader] !== wanted) return null;
  const names = namesOf(rules);
  const given = cookiesOf(request);
  const options: CookieOptions = { httpOnly: true, sameSite: 'strict', secure: rules.secure, path: '/' };
  return {
    token: given.get(names.access) ?? null,
    refreshToken: given.get(names.refresh) ?? null,
    deviceToken: given.get(names.device) ?? null,
    keep: (proof) => {
      const { token, refreshToken, deviceToken } = rules.tokensOf(proof);
      response.cookie(names.access, token, { ...options, maxAge: rules.accessSeconds * 1000 });
      response.cookie(names.refresh, refreshToken, { ...options, maxAge: rules.refreshSeconds * 1000 });
      response.cookie(names.device, deviceToken, { ...options, maxAge: rules.deviceSeconds * 1000 });
    },
    clear: () => {
      response.clearCookie(names.access, options);
      response.clearCookie(names.refresh, options);
    },
  };
}

/** For a socket. Pages cannot send headers with one, but browsers say where it comes from, and that was checked. */
export function accessCookie(request: IncomingMessage, rules: Pick<CookieRules, 'secure'>): string | null {
  return request.headers.origin === undefined ? null : (cookiesOf(request).get(namesOf(rules).access) ?? null);
}

/** For what is asked over such a socket: cookies can no longer be set there, and tokens are not for the page to see. */
export const outOfReach: SessionCookies = {
  token: null,
  refreshToken: null,
  deviceToken: null,
  keep: () => undefined,
  clear: () => undefined,
};

export function cookiesOf({ headers }: IncomingMessage): Map<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name.trim(), value.join('=').trim()]));
}
