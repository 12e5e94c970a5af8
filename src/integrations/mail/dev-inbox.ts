import { create } from '../../platform/entity/index.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { isDuplicate } from '../../platform/transaction.js';
import { type DevMail, DevMailModel } from './dev-mail.entity.js';
import type { Mail, Mailer } from './mail.js';

/** Keeps everybody's mail where a developer can read it, instead of sending it. */
export class DevInbox implements Mailer {
  async send({ id, ...mail }: Mail): Promise<void> {
    try {
      await create(DevMailModel, { _id: id, ...mail });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  list(to: string | null, page: PageRequest): Promise<Page<DevMail>> {
    return pageOf(DevMailModel, to === null ? {} : { to }, page, { createdAt: -1 });
  }

  async newest(howMany: number): Promise<readonly DevMail[]> {
    return DevMailModel.find().sort({ createdAt: -1, _id: -1 }).limit(howMany).lean<DevMail[]>();
  }

  async forgetBefore(moment: Date): Promise<void> {
    await DevMailModel.deleteMany({ createdAt: { $lt: moment } });
  }
}
