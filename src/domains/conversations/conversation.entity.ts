import { index, prop } from '@typegoose/typegoose';
import { Field, Int, ObjectType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

/** How far one participant has come. Kept in the conversation, so that sending moves everybody's count in one write. */
@ObjectType({ description: 'One person in a conversation, and how far they have read.' })
export class Participant {
  @prop({ type: () => String, required: true })
  userId!: Id;

  @Field(() => Int, { description: 'The `seq` of the last message they have read; 0 for none.' })
  @prop({ type: () => Number, required: true })
  readUpToSeq!: number;

  /** Messages of others after `readUpToSeq` that were not deleted. */
  @prop({ type: () => Number, required: true })
  unread!: number;
}

@index({ 'participants.userId': 1, lastActivityAt: -1, _id: -1 })
@ObjectType({ description: 'Messages between people, numbered without gaps.' })
export class Conversation extends Entity {
  @Field(() => [Participant], { description: 'Who takes part.' })
  @prop({ type: () => [Participant], required: true, _id: false })
  participants!: Participant[];

  @Field(() => Int, { description: 'The `seq` of the newest message, deleted or not; 0 for none.' })
  @prop({ type: () => Number, required: true })
  lastSeq!: number;

  /** The newest message that was not deleted. */
  @prop({ type: () => String, default: null })
  lastMessageId!: Id | null;

  @Field(() => Date, { description: 'When somebody last said something, or when it was opened.' })
  @prop({ type: () => Date, required: true })
  lastActivityAt!: Date;
}

export const ConversationModel = modelOf(Conversation, 'conversations');
export const ConversationConnection = connectionOf(Conversation, 'Conversation');
