import { index, prop } from '@typegoose/typegoose';
import { Field, ObjectType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

@index({ issuer: 1, subject: 1 }, { unique: true })
@index({ userId: 1, createdAt: -1, _id: -1 })
@ObjectType({ description: 'A way to sign in without a password: a provider that vouches for you.' })
export class SignIn extends Entity {
  @prop({ type: () => String, required: true })
  userId!: Id;

  @Field(() => String, { description: 'The name of the provider; see `signInProviders`.' })
  @prop({ type: () => String, required: true })
  provider!: string;

  /** With the subject, what names a person for good. Addresses change hands, these do not. */
  @prop({ type: () => String, required: true })
  issuer!: string;

  @prop({ type: () => String, required: true })
  subject!: string;

  @Field(() => String, { nullable: true, description: 'Under which address the provider knew you when you last signed in, if it said so.' })
  @prop({ type: () => String, default: null })
  email!: string | null;

  @Field(() => Date, { description: 'When you last signed in this way.' })
  @prop({ type: () => Date, required: true })
  lastUsedAt!: Date;
}

export const SignInModel = modelOf(SignIn, 'signIns');
export const SignInConnection = connectionOf(SignIn, 'SignIn');
