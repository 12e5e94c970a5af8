import { index, prop } from '@typegoose/typegoose';
import { Field, ObjectType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

@index({ userId: 1, createdAt: -1, _id: -1 })
@index({ userId: 1, endedAt: 1, lastUsedAt: -1, _id: -1 })
@index({ endedAt: 1 })
@index({ expiresAt: 1 })
@ObjectType({ description: 'One login on one device. It lasts as long as it is refreshed, and ends for good.' })
export class Session extends Entity {
  @prop({ type: () => String, required: true })
  userId!: Id;

  @Field(() => String, { nullable: true, description: 'What the device said of itself when it was last seen: its `User-Agent`.' })
  @prop({ type: () => String, default: null })
  device!: string | null;

  @Field(() => Date, { description: 'When it was last refreshed, or began.' })
  @prop({ type: () => Date, required: true })
  lastUsedAt!: Date;

  @Field(() => Date, { description: 'When it ends by itself unless it is refreshed before.' })
  @prop({ type: () => Date, required: true })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was ended; `null` while it lasts.' })
  @prop({ type: () => Date, default: null })
  endedAt!: Date | null;

  /** 256 random bits. Worth nothing without the server's key; see `RefreshTokens`. */
  @prop({ type: () => String, required: true })
  seed!: string;

  /** How often it was refreshed. */
  @prop({ type: () => Number, required: true })
  generation!: number;

  /** Of the one refresh token that is good now. */
  @prop({ type: () => String, required: true })
  tokenHash!: string;

  /** Written by what relies on its lasting, so that this and its end cannot go by without seeing each other. */
  @prop({ type: () => Number })
  timesReliedOn?: number;
}

export const SessionModel = modelOf(Session, 'sessions');
export const SessionConnection = connectionOf(Session, 'Session');
