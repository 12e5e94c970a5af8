import { createHmac } from 'node:crypto';

import jwt from 'jsonwebtoken';

import { readEnvironment } from '../../src/environment.js';

/** The same claims, signed with the right key but alive for another time. */
export function tokenOf(token: string, { expiresIn }: { expiresIn: number }): string {
  const seconds = Math.floor(Date.now() / 1000);
  return signed({ ...claimsOf(token), iat: seconds - 60, exp: seconds + expiresIn });
}

export const claimsOf = (token: string): Record<string, unknown> => jwt.decode(token) as Record<string, unknown>;

/** Whatever is claimed, in the way and with the key of the server, unless something else is said. */
export const signed = (claims: object, key: string = readEnvironment({}).jwtSecret, algorithm: jwt.Algorithm = 'HS256', header: object = {}): string =>
  withHmac({ alg: algorithm, typ: 'JWT', ...header }, claims, key, `sha${algorithm.slice(2)}`);

/** By hand, because libraries refuse to write what must be refused to be read. */
export function withHmac(header: object, claims: object, key: string, hash = 'sha256'): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
