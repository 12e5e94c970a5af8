import { index, prop } from '@typegoose/typegoose';

import { Entity, modelOf } from '../../platform/entity/index.js';

/** Somebody for whom a provider has vouched, and who has yet to say what for. Its id is made from the state, so that no state counts twice. */
@index({ codeHash: 1 }, { unique: true })
@index({ expiresAt: 1 })
export class SignInCode extends Entity {
  @prop({ type: () => String, required: true })
  codeHash!: string;

  /** Of the page that began the sign-in: who merely gets hold of the code has not the verifier. */
  @prop({ type: () => String, required: true })
  codeChallenge!: string;

  @prop({ type: () => String, required: true })
  provider!: string;

  @prop({ type: () => String, required: true })
  issuer!: string;

  @prop({ type: () => String, required: true })
  subject!: string;

  @prop({ type: () => String, default: null })
  email!: string | null;

  @prop({ type: () => Boolean, required: true })
  emailVerified!: boolean;

  @prop({ type: () => String, default: null })
  name!: string | null;

  @prop({ type: () => Date, required: true })
  expiresAt!: Date;

  @prop({ type: () => Date, default: null })
  redeemedAt!: Date | null;
}

export const SignInCodeModel = modelOf(SignInCode, 'signInCodes');
