import { now } from '../../platform/clock.js';
import { refusal } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import type { Viewer } from '../../platform/viewer.js';
import { type Credential, CredentialModel } from './credential.entity.js';
import { deviceKeyOf, devicesAtMost } from './devices.js';
import type { Lockout } from './lockout.js';
import { passwordFits } from './passwords.js';

export const turnOfCredential = (userId: Id): string => `credential:${userId}`;

/** Passwords are proved outside of transactions, because it takes long; what relies on the proof asks inside whether it still holds. */
export class CredentialService {
  constructor(private readonly lockout: Lockout) {}

  async exists(userId: Id): Promise<boolean> {
    return (await CredentialModel.exists({ _id: userId })) !== null;
  }

  /** By somebody who is in. Answers what `assertStillProved` is to be asked about. */
  async prove(viewer: Viewer, password: string): Promise<Credential> {
    const credential = await CredentialModel.findById(viewer.id).lean<Credential>();
    const guess = await this.lockout.within(viewer.sessionId ?? viewer.id);
    const fits = guess !== null && (await passwordFits(password, credential?.passwordHash ?? null));
    if (!credential || !fits) throw refusal('INVALID_CREDENTIALS');
    await guess.wasRight();
    return credential;
  }

  /** Writes, so that of two who rely on one password and change it, one sees the other. */
  async isStillProved({ _id, passwordHash, devices = [] }: Credential, becomes = passwordHash, device: string | null = null): Promise<boolean> {
    const key = device === null ? null : deviceKeyOf(device);
    const { matchedCount } = await CredentialModel.updateOne(
      { _id, passwordHash },
      {
        $set: { passwordHash: becomes, provedAt: now(), ...(becomes !== passwordHash && { passwordSetAt: now() }) },
        $inc: { version: 1 },
        ...(key !== null && !devices.includes(key) && { $push: { devices: { $each: [key], $slice: -devicesAtMost } } }),
      },
    );
    return matchedCount === 1;
  }

  async assertStillProved(credential: Credential, becomes = credential.passwordHash): Promise<void> {
    if (!(await this.isStillProved(credential, becomes))) throw refusal('INVALID_CREDENTIALS');
  }
}
