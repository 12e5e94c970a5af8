import { index, prop } from '@typegoose/typegoose';
import { Field, Int, ObjectType } from 'type-graphql';

import { modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

/**
 * One for each conversation and person, and no part of the conversation: what is said changes as many documents in a room of
 * five hundred as in one of fifty. What somebody has not read is what is left of the conversation's `live` messages without
 * those that they have `spoken` or `read`.
 */
@index({ conversationId: 1, userId: 1 })
@index({ userId: 1, activeAt: -1, _id: -1 })
@ObjectType({ description: 'One person in a conversation, and how far they have read.' })
export class Participant {
  @prop({ type: () => String })
  _id!: Id;

  @prop({ type: () => String, required: true })
  conversationId!: Id;

  @prop({ type: () => String, required: true })
  userId!: Id;

  @Field(() => Int, { description: 'The `seq` of the last message they have read; 0 for none.' })
  @prop({ type: () => Number, required: true })
  readUpToSeq!: number;

  /** Messages of theirs that were not deleted. */
  @prop({ type: () => Number, required: true })
  spoken!: number;

  /** Messages of others up to `readUpToSeq` that were not deleted. */
  @prop({ type: () => Number, required: true })
  read!: number;

  /** Where the conversation stands in the list of theirs: see `movesUp`. */
  @prop({ type: () => Date, required: true })
  activeAt!: Date;
}

export const ParticipantModel = modelOf(Participant, 'participants');

export const participantId = (conversationId: Id, userId: Id): Id => `${conversationId}/${userId}`;
