import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Id } from '../../platform/identity.js';

/** What a refresh token is made from. */
export interface Origin {
  readonly sessionId: Id;
  readonly seed: string;
  readonly generation: number;
}

const form = /^([0-9a-f]{24})\.(\d{1,9})\.([\w-]{43})$/;

/**
 * Refresh tokens are not kept: they are made from a random seed, which the database has, and a key, which it has not. So a
 * repeated call can be answered with the same token, a copy of the database opens nothing, and an old token of ours can be
 * told from one that was made up.
 */
export class RefreshTokens {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(createHmac('sha256', secret).update('refresh tokens').digest());
  }

  of({ sessionId, seed, generation }: Origin): string {
    const secret = createHmac('sha256', this.key).update(`${sessionId}.${generation}.${seed}`).digest('base64url');
    return `${sessionId}.${generation}.${secret}`;
  }

  /** What it claims to be; `null` when it does not even look like one. */
  read(token: string): { sessionId: Id; generation: number } | null {
    const [, sessionId, generation] = form.exec(token) ?? [];
    return sessionId === undefined ? null : { sessionId, generation: Number(generation) };
  }

  /** Whether we made it. */
  isGenuine(token: string, origin: Origin): boolean {
    const [given, made] = [Buffer.from(token), Buffer.from(this.of(origin))];
    return given.length === made.length && timingSafeEqual(given, made);
  }
}

export const newSeed = (): string => randomBytes(32).toString('base64url');

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
