import { index, prop } from '@typegoose/typegoose';
import { Field, Int, ObjectType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

@index({ conversationId: 1, seq: 1 }, { unique: true })
@index(
  { conversationId: 1, senderId: 1, clientMessageId: 1 },
  { unique: true, partialFilterExpression: { clientMessageId: { $exists: true } } },
)
@ObjectType({ description: 'Something that somebody said.' })
export class Message extends Entity {
  @prop({ type: () => String, required: true })
  conversationId!: Id;

  @Field(() => Int, { description: 'Its number in the conversation: 1, 2, 3 and so on, without gaps.' })
  @prop({ type: () => Number, required: true })
  seq!: number;

  @prop({ type: () => String, required: true })
  senderId!: Id;

  @Field(() => String, { description: 'What was said; empty once it was deleted. Plain text: markup is taken out.' })
  @prop({ type: () => String, default: '' })
  content!: string;

  @Field(() => String, { nullable: true, description: 'The name that its sender gave it, to recognise it by.' })
  @prop({ type: () => String })
  clientMessageId?: string | undefined;

  @Field(() => Date, { nullable: true, description: 'When its sender last changed it; `null` if never.' })
  @prop({ type: () => Date })
  editedAt?: Date | undefined;

  @Field(() => Date, { nullable: true, description: 'When it was deleted; `null` if it was not. Its number stays taken.' })
  @prop({ type: () => Date })
  deletedAt?: Date | undefined;
}

export const MessageModel = modelOf(Message, 'messages');
export const MessageConnection = connectionOf(Message, 'Message');
