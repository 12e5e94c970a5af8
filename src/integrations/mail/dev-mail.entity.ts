import { index, prop } from '@typegoose/typegoose';
import { Field, ObjectType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';

@index({ createdAt: -1, _id: -1 })
@index({ to: 1, createdAt: -1, _id: -1 })
@ObjectType({ description: 'A mail that did not leave, because no mail server is configured. For development only.' })
export class DevMail extends Entity {
  @Field(() => String, { description: 'Whose mail it is.' })
  @prop({ type: () => String, required: true })
  to!: string;

  @Field(() => String, { description: 'What it is about.' })
  @prop({ type: () => String, required: true })
  subject!: string;

  @Field(() => String, { description: 'What it says, as plain text.' })
  @prop({ type: () => String, required: true })
  text!: string;

  @Field(() => String, { description: 'What it says, as HTML.' })
  @prop({ type: () => String, required: true })
  html!: string;
}

export const DevMailModel = modelOf(DevMail, 'devMails');
export const DevMailConnection = connectionOf(DevMail, 'DevMail');
