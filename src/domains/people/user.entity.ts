import { index, prop } from '@typegoose/typegoose';
import { Field, ObjectType } from 'type-graphql';

import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';
import { Role } from '../../platform/viewer.js';

export class Suspension {
  @prop({ type: () => String, required: true })
  reason!: string;

  @prop({ type: () => String, required: true })
  by!: Id;

  @prop({ type: () => Date, required: true })
  at!: Date;
}

@index({ rightsChangedAt: 1 })
@index({ roles: 1 }, { partialFilterExpression: { roles: Role.ADMIN } })
@index({ emailKey: 1 }, { unique: true })
@ObjectType({ description: 'A person, as everybody may see them.' })
export class User extends Entity {
  @Field(() => String, { description: 'What they want to be called.' })
  @prop({ type: () => String, required: true })
  name!: string;

  @Field(() => String, { nullable: true, description: 'An https address of their picture.' })
  @prop({ type: () => String, default: null })
  avatarUrl!: string | null;

  /** As they wrote it; shown to themselves only, through `Me`. */
  @prop({ type: () => String, required: true })
  email!: string;

  /** What makes an address the same address, in any case. */
  @prop({ type: () => String, required: true })
  emailKey!: string;

  /** When they proved that they read the mail of that address. */
  @prop({ type: () => Date, default: null })
  emailVerifiedAt!: Date | null;

  @prop({ type: () => [String], enum: Role, required: true })
  roles!: Role[];

  /** Why they may not log in, and since when. */
  @prop({ type: () => Suspension, _id: false, default: null })
  suspension!: Suspension | null;

  /** When an administrator last changed roles or suspension. */
  @prop({ type: () => Date, default: null })
  rightsChangedAt!: Date | null;

  /** Written when something else depends on their being an administrator, so that both cannot change at once. */
  @prop({ type: () => Number })
  timesReliedOn?: number;

  /** Written when a session begins, so that those that begin at once know of each other and of a suspension. No time: the same again is no write. */
  @prop({ type: () => Number })
  sessionsBegun?: number;
}

export const UserModel = modelOf(User, 'users');
