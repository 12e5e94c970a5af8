import { prop } from '@typegoose/typegoose';
import { Field, Int, ObjectType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

@ObjectType({ description: 'Messages between people, numbered without gaps.' })
export class Conversation extends Entity {
  /** Whose own streams carry what happens here: exactly those who take part in a small room, so it is written together with them; nobody in a larger one. */
  @prop({ type: () => [String], required: true })
  toldTo!: Id[];

  @Field(() => Int, { description: 'The `seq` of the newest message, deleted or not; 0 for none.' })
  @prop({ type: () => Number, required: true })
  lastSeq!: number;

  /** Messages that were not deleted. */
  @prop({ type: () => Number, required: true })
  live!: number;

  /** The newest message that was not deleted. */
  @prop({ type: () => String, default: null })
  lastMessageId!: Id | null;

  @Field(() => Date, { description: 'When somebody last said something, or when it was opened.' })
  @prop({ type: () => Date, required: true })
  lastActivityAt!: Date;
}

export const ConversationModel = modelOf(Conversation, 'conversations');
export const ConversationConnection = connectionOf(Conversation, 'Conversation');

/** In larger rooms only the conversation's own stream carries what is said, or one message would write hundreds of rows. */
export const smallRoom = 8;

/** For the same reason a larger room moves up in the lists of those who take part once a minute: with the first message of it. */
export const movesUp = ({ toldTo, lastActivityAt }: Pick<Conversation, 'toldTo' | 'lastActivityAt'>, moment: Date): boolean =>
  toldTo.length > 0 || minuteOf(lastActivityAt) !== minuteOf(moment);

export const minuteOf = (moment: Date): number => Math.floor(moment.getTime() / 60_000);
