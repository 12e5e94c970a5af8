import { index, prop } from '@typegoose/typegoose';
import { Field, ID, ObjectType } from 'type-graphql';

import { AdminsOnly } from '../../graphql/admins-only.js';
import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

/** Values of any kind, so that every action of an administrator fits. */
@AdminsOnly()
@ObjectType({ description: 'One thing that was changed.' })
export class AuditedChange {
  @Field(() => String, { description: 'What, such as `roles`.' })
  @prop({ type: () => String, required: true })
  field!: string;

  @Field(() => String, { description: 'How it was, as JSON.' })
  @prop({ type: () => String, required: true })
  before!: string;

  @Field(() => String, { description: 'How it is from then on, as JSON.' })
  @prop({ type: () => String, required: true })
  after!: string;
}

@index({ createdAt: -1, _id: -1 })
@index({ actorId: 1, createdAt: -1, _id: -1 })
@index({ targetId: 1, createdAt: -1, _id: -1 })
@index({ action: 1, createdAt: -1, _id: -1 })
@AdminsOnly()
@ObjectType({ description: 'Something that an administrator did. It is written together with its effect, and never changed.' })
export class AuditEntry extends Entity {
  /** Clients see `actor` instead. */
  @prop({ type: () => String, required: true })
  actorId!: Id;

  @Field(() => String, { description: 'What was done: the name of the mutation.' })
  @prop({ type: () => String, required: true })
  action!: string;

  @Field(() => ID, { description: 'To what or whom.' })
  @prop({ type: () => String, required: true })
  targetId!: Id;

  @Field(() => String, { description: 'Why, in the words of whoever did it.' })
  @prop({ type: () => String, required: true })
  reason!: string;

  @Field(() => [AuditedChange], { description: 'What it changed; empty when it was so already.' })
  @prop({ type: () => [AuditedChange], _id: false, required: true })
  changes!: AuditedChange[];
}

export const AuditEntryModel = modelOf(AuditEntry, 'auditEntries');
export const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');
