import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

import { now } from '../../platform/clock.js';
import type { Id } from '../../platform/identity.js';
import type { Credential } from './credential.entity.js';
import type { Proof } from './session.service.js';

/** Somebody logged in there, by this session, at that time. */
export interface Device {
  readonly userId: Id;
  readonly sessionId: Id;
  readonly since: Date;
}

const form = /^([0-9a-f]{24})\.([0-9a-f]{24})\.(\d{13})\.([\w-]{43})$/;

/** Long after the session, and as long as people may stay away. */
export const deviceLifetimeSeconds = 180 * 24 * 3600;

/**
 * What a device has to show that somebody has logged in there before. It opens nothing; but guesses from there are counted apart
 * from those of the rest of the world, so that nobody else can use them up.
 */
export class DeviceTokens {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(createHmac('sha256', secret).update('device tokens').digest());
  }

  of({ user, sessionId, startedAt }: Pick<Proof, 'sessionId' | 'startedAt'> & { user: { _id: Id } }): string {
    const claim = `${user._id}.${sessionId}.${startedAt.getTime()}`;
    return `${claim}.${this.sign(claim)}`;
  }

  /** The device that shows it; `null` unless it is known to belong to them, since their password was last set. */
  read(token: string | null | undefined, credential: Credential | null): Device | null {
    const [, userId = '', sessionId = '', time, signature = ''] = form.exec(token ?? '') ?? [];
    if (!credential || credential._id !== userId) return null;
    const since = new Date(Number(time));
    const signed = this.sign(`${userId}.${sessionId}.${time}`);
    if (!timingSafeEqual(Buffer.from(signed), Buffer.from(signature))) return null;
    const isOld = since.getTime() + deviceLifetimeSeconds * 1000 < now().getTime();
    const isOfEarlierPassword = (credential.passwordSetAt ?? since) > since;
    return isOld || isOfEarlierPassword ? null : { userId, sessionId, since };
  }

  private sign(claim: string): string {
    return createHmac('sha256', this.key).update(claim).digest('base64url');
  }
}
