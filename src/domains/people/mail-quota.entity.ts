import { index, prop } from '@typegoose/typegoose';

import { Entity, modelOf } from '../../platform/entity/index.js';

/** When mail went out lately at somebody's request. Its id says what counts together. */
@index({ updatedAt: 1 })
export class MailQuota extends Entity {
  @prop({ type: () => [Date], required: true })
  sentAt!: Date[];
}

export const MailQuotaModel = modelOf(MailQuota, 'mailQuotas');
