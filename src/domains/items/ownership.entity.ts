import { index, prop } from '@typegoose/typegoose';
import { Field, ID, Int, ObjectType } from 'type-graphql';

import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

/** One owner in an item's history. Written once, never changed; the next one ends it. */
@index({ itemId: 1, seq: 1 }, { unique: true })
@ObjectType({ description: 'One owner in the history of an item.' })
export class Ownership extends Entity {
  @prop({ type: () => String, required: true })
  itemId!: Id;

  @Field(() => Int, { description: 'The first owner has 1, each next one a number more, without gaps.' })
  @prop({ type: () => Number, required: true })
  seq!: number;

  @Field(() => ID, { description: 'Who owned it from `createdAt` on, until the next one did.' })
  @prop({ type: () => String, required: true })
  ownerId!: Id;

  @Field(() => ID, { nullable: true, description: 'The trade that brought it to this owner; `null` for whoever listed it first.' })
  @prop({ type: () => String })
  tradeId?: Id | undefined;
}

export const OwnershipModel = modelOf(Ownership, 'ownerships');
