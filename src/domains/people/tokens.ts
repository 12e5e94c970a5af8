import { createSecretKey, type KeyObject } from 'node:crypto';

import jwt from 'jsonwebtoken';

import { now } from '../../platform/clock.js';
import { type Id } from '../../platform/identity.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import type { User } from './user.entity.js';

const algorithm = 'HS256';
const everyRole = new Set<string>(Object.values(Role));

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000);

const rememberedAtMost = 10_000;

/**
 * Signs and reads the proof of who somebody is. The key is made once: with a plain string, each check costs fifty times as much. Whose
 * token was good is remembered, because a client sends the same one with each request; checking it anew was a sixteenth of a mutation.
 */
export class Tokens {
  private readonly key: KeyObject;
  private readonly known = new Map<string, Viewer>();

  constructor(
    secret: string,
    private readonly lifetimeSeconds: number,
  ) {
    this.key = createSecretKey(Buffer.from(secret));
  }

  /** The same person and moment give the same token, so that a repeated call can be answered without keeping it. */
  sign(user: Pick<User, '_id' | 'roles'>, sessionId: Id, issuedAt: Date): string {
    const iat = seconds(issuedAt);
    return jwt.sign({ sub: user._id, sid: sessionId, roles: user.roles, iat, exp: iat + this.lifetimeSeconds }, this.key, { algorithm });
  }

  expiryOf(issuedAt: Date): Date {
    return new Date((seconds(issuedAt) + this.lifetimeSeconds) * 1000);
  }

  /** The viewer, or `null` when the token is anything but ours and alive. */
  read(token: string): Viewer | null {
    const viewer = this.known.get(token) ?? this.remember(token, this.verified(token));
    return viewer && viewer.expiresAt > now() ? viewer : null;
  }

  private remember(token: string, viewer: Viewer | null): Viewer | null {
    if (!viewer) return null;
    if (this.known.size >= rememberedAtMost) this.known.delete(this.known.keys().next().value!);
    this.known.set(token, viewer);
    return viewer;
  }

  private verified(token: string): Viewer | null {
    try {
      const claims = jwt.verify(token, this.key, { algorithms: [algorithm], clockTimestamp: seconds(now()) });
      return typeof claims === 'string' ? null : viewerOf(claims);
    } catch {
      return null;
    }
  }
}

function viewerOf({ sub, sid, exp, roles }: Readonly<Record<string, unknown>>): Viewer | null {
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number' || !Array.isArray(roles)) return null;
  const known = roles.filter((role): role is Role => everyRole.has(role as string));
  return { id: sub satisfies Id, sessionId: sid, roles: known, expiresAt: new Date(exp * 1000) };
}
