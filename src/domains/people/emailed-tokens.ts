import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

import { now } from '../../platform/clock.js';
import { emailKeyOf } from '../../platform/email-address.js';
import { change, create } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import { Contention, inTransaction, isDuplicate } from '../../platform/transaction.js';
import { type EmailedToken, EmailedTokenModel, type TokenPurpose } from './emailed-token.entity.js';
import { forgetQuotas, type Quota, withinQuotas } from './mail-quota.js';
import { hashOf, newSeed } from './refresh-tokens.js';

/** However often it is asked for again: after as many lifetimes another takes its place. */
const lifetimesAtMost = 24;

export interface TokenOrder {
  readonly purpose: TokenPurpose;
  readonly about: string;
  readonly email: string;
  readonly lifetimeSeconds: number;
  /** So that nobody can fill the inbox of another. */
  readonly quotas: readonly Quota[];
}

/**
 * Tokens that prove that one reads the mail of an address; each works once. Like refresh tokens they are made from what the database
 * has and a key that it has not, so that neither events nor what is still to be mailed have to carry one.
 */
export class EmailedTokens {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(createHmac('sha256', secret).update('emailed tokens').digest());
  }

  of({ purpose, seed }: Pick<EmailedToken, 'purpose' | 'seed'>): string {
    return createHmac('sha256', this.key).update(`${purpose}.${seed}`).digest('base64url');
  }

  /**
   * To the same address the same again, while it lives, and for as long as a new one: or whoever asks for it in the name of another could
   * keep them from ever using it. `null` when enough has been sent for now.
   */
  issue({ purpose, about, email, lifetimeSeconds, quotas }: TokenOrder): Promise<EmailedToken | null> {
    return inTransaction(async () => {
      if (!(await withinQuotas(quotas))) return null;
      const earlier = await this.findAbout(purpose, about);
      if (earlier && isSentAgain(earlier, email, lifetimeSeconds))
        return change(EmailedTokenModel, earlier, { $set: { email, expiresAt: fromNow(lifetimeSeconds) } });
      if (earlier) await EmailedTokenModel.deleteOne({ _id: earlier._id });
      const seed = newSeed();
      return this.create({ purpose, about, email, seed, tokenHash: hashOf(this.of({ purpose, seed })), expiresAt: fromNow(lifetimeSeconds) });
    });
  }

  findAbout(purpose: TokenPurpose, about: string): Promise<EmailedToken | null> {
    return EmailedTokenModel.findOne({ purpose, about }).lean<EmailedToken>().exec();
  }

  /** `null` when it was used or replaced since. */
  find(id: Id): Promise<EmailedToken | null> {
    return EmailedTokenModel.findById(id).lean<EmailedToken>().exec();
  }

  /** Before work that would be a pity to do for nothing. */
  async assertGood(purpose: TokenPurpose, token: string): Promise<void> {
    if (!(await EmailedTokenModel.exists(good(purpose, token)))) throw refusal('TOKEN_INVALID');
  }

  /** Of all who use it at once, one succeeds. */
  redeem(purpose: TokenPurpose, token: string): Promise<EmailedToken> {
    return inTransaction(async () => {
      const redeemed = await EmailedTokenModel.findOneAndDelete(good(purpose, token)).lean<EmailedToken>();
      if (!redeemed) throw refusal('TOKEN_INVALID');
      return redeemed;
    });
  }

  /** What was sent is worth nothing any more; what went to `except` stays. */
  async withdraw(purpose: TokenPurpose, about: string, except: string | null = null): Promise<void> {
    await EmailedTokenModel.deleteMany({ purpose, about, ...(except !== null && { email: { $ne: except } }) });
  }

  async forgetBefore(moment: Date): Promise<void> {
    await EmailedTokenModel.deleteMany({ expiresAt: { $lt: moment } });
    await forgetQuotas();
  }

  private async create(fields: Omit<EmailedToken, '_id' | 'version' | 'createdAt' | 'updatedAt'>): Promise<EmailedToken> {
    try {
      return await create(EmailedTokenModel, fields);
    } catch (error) {
      // Somebody asked for the same at the same moment.
      throw isDuplicate(error) ? new Contention() : error;
    }
  }
}

const isSentAgain = (earlier: EmailedToken, email: string, lifetimeSeconds: number): boolean =>
  emailKeyOf(earlier.email) === emailKeyOf(email) && earlier.expiresAt > now() && earlier.createdAt > fromNow(-lifetimesAtMost * lifetimeSeconds);

const good = (purpose: TokenPurpose, token: string) => ({ purpose, tokenHash: hashOf(token), expiresAt: { $gt: now() } });

const fromNow = (seconds: number): Date => new Date(now().getTime() + seconds * 1000);
