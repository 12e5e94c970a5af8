import { index, prop } from '@typegoose/typegoose';

import { Entity, modelOf } from '../../platform/entity/index.js';

export enum TokenPurpose {
  PASSWORD_RESET = 'PASSWORD_RESET',
  EMAIL_VERIFICATION = 'EMAIL_VERIFICATION',
}

/** That somebody was sent a token. There is one at most about the same; it is deleted when it is used, and when one to another address replaces it. */
@index({ purpose: 1, about: 1 }, { unique: true })
@index({ tokenHash: 1 }, { unique: true })
@index({ expiresAt: 1 })
export class EmailedToken extends Entity {
  @prop({ type: () => String, enum: TokenPurpose, required: true })
  purpose!: TokenPurpose;

  /** To reset a password: the key of the address it was asked for. To verify an address: the id of the person. */
  @prop({ type: () => String, required: true })
  about!: string;

  /** Whoever has the token reads the mail of this address. */
  @prop({ type: () => String, required: true })
  email!: string;

  /** 256 random bits. Worth nothing without the server's key; see `EmailedTokens`. */
  @prop({ type: () => String, required: true })
  seed!: string;

  @prop({ type: () => String, required: true })
  tokenHash!: string;

  @prop({ type: () => Date, required: true })
  expiresAt!: Date;
}

export const EmailedTokenModel = modelOf(EmailedToken, 'emailedTokens');
