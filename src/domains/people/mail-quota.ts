import { now } from '../../platform/clock.js';
import { change, create } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';
import { Contention, isDuplicate } from '../../platform/transaction.js';
import { type MailQuota, MailQuotaModel } from './mail-quota.entity.js';

/** How much may go out within some time, of what counts together under the name. */
export interface Quota {
  readonly name: string;
  readonly atMost: number;
  readonly seconds: number;
}

/** Names are lists, so that none can be written in the words of another. */
const quota = (name: readonly string[], atMost: number, seconds: number): Quota => ({ name: JSON.stringify(name), atMost, seconds });

const onceAMinute = (...name: readonly string[]): Quota => quota(name, 1, 60);

export const toForgetful = (emailKey: string): readonly Quota[] => [onceAMinute('reset', emailKey)];

/** Nobody else's requests count against whoever verifies the address that their account has. */
export const toOwner = (userId: Id, emailKey: string): readonly Quota[] => [onceAMinute('own', userId, emailKey), ofPerson(userId)];

/** Whoever asks: the address may be that of somebody who wants nothing of the kind. */
export const toStranger = (userId: Id, emailKey: string): readonly Quota[] => [onceAMinute('new', emailKey), ofPerson(userId)];

const ofPerson = (userId: Id): Quota => quota(['person', userId], 5, 600);

const longest = 600;

/** Belongs to the transaction that sends something. Answers whether all of them allow it, and counts it if so. */
export async function withinQuotas(quotas: readonly Quota[]): Promise<boolean> {
  const rows = new Map<string, MailQuota | null>();
  for (const { name, atMost, seconds } of quotas) {
    const row = await MailQuotaModel.findById(name).lean<MailQuota>();
    if (recent(row, seconds).length >= atMost) return false;
    rows.set(name, row);
  }
  for (const [name, row] of rows) await count(name, row);
  return true;
}

export async function forgetQuotas(): Promise<void> {
  await MailQuotaModel.deleteMany({ updatedAt: { $lt: before(longest) } });
}

async function count(name: string, row: MailQuota | null): Promise<void> {
  const sentAt = [...recent(row, longest), now()];
  try {
    await (row ? change(MailQuotaModel, row, { $set: { sentAt } }) : create(MailQuotaModel, { _id: name, sentAt }));
  } catch (error) {
    // Somebody asked for the same at the same moment.
    throw isDuplicate(error) ? new Contention() : error;
  }
}

const recent = (row: MailQuota | null, seconds: number): Date[] => (row?.sentAt ?? []).filter((at) => at > before(seconds));

const before = (seconds: number): Date => new Date(now().getTime() - seconds * 1000);
