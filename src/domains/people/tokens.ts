import { createSecretKey, type KeyObject } from 'node:crypto';

import jwt from 'jsonwebtoken';

import { now } from '../../platform/clock.js';
import { type Id } from '../../platform/identity.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import type { User } from './user.entity.js';

const algorithm = 'HS256';
const known = new Set<string>(Object.values(Role));

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000);

/** Signs and reads the proof of who somebody is. The key is made once: with a plain string, each check costs fifty times as much. */
export class Tokens {
  private readonly key: KeyObject;

  constructor(
    secret: string,
    private readonly lifetimeSeconds: number,
  ) {
    this.key = createSecretKey(Buffer.from(secret));
  }

  /** The same person and moment give the same token, so that a repeated call can be answered without keeping it. */
  sign(user: Pick<User, '_id' | 'roles'>, issuedAt: Date): string {
    const iat = seconds(issuedAt);
    return jwt.sign({ sub: user._id, roles: user.roles, iat, exp: iat + this.lifetimeSeconds }, this.key, { algorithm });
  }

  expiryOf(issuedAt: Date): Date {
    return new Date((seconds(issuedAt) + this.lifetimeSeconds) * 1000);
  }

  /** The viewer, or `null` when the token is anything but ours and alive. */
  read(token: string): Viewer | null {
    try {
      const claims = jwt.verify(token, this.key, { algorithms: [algorithm], clockTimestamp: seconds(now()) });
      return typeof claims === 'string' ? null : viewerOf(claims);
    } catch {
      return null;
    }
  }
}

function viewerOf({ sub, exp, roles }: jwt.JwtPayload & { roles?: unknown }): Viewer | null {
  if (!sub || !exp || !Array.isArray(roles)) return null;
  return { id: sub satisfies Id, roles: roles.filter((role): role is Role => known.has(role as string)), expiresAt: new Date(exp * 1000) };
}
