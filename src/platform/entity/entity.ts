import 'reflect-metadata';

import { getModelForClass, prop, setGlobalOptions, Severity } from '@typegoose/typegoose';
import type { Model } from 'mongoose';
import { Field, ID, Int, ObjectType } from 'type-graphql';

import { now } from '../clock.js';
import { type Id, newId } from '../identity.js';

setGlobalOptions({ options: { allowMixed: Severity.ERROR } });

/** What every document of ours has. `version` grows by one with each change. */
@ObjectType()
export abstract class Entity {
  @Field(() => ID, { name: 'id', description: 'Its lasting name.' })
  @prop({ type: () => String, default: newId })
  _id!: Id;

  @Field(() => Int, { description: 'Grows by one with each change. Name it as `expectedVersion` to change only what you have seen.' })
  @prop({ type: () => Number, required: true, default: 1 })
  version!: number;

  @Field(() => Date, { description: 'When it came into being.' })
  @prop({ type: () => Date, required: true, default: now })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it last changed.' })
  @prop({ type: () => Date, required: true, default: now })
  updatedAt!: Date;
}

export const modelOf = <T extends object>(entity: new () => T, collection: string): Model<T> =>
  getModelForClass(entity as never, {
    schemaOptions: { collection, versionKey: false, minimize: false, autoIndex: false, autoCreate: false },
  }) as unknown as Model<T>;
