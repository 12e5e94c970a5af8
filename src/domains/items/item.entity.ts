import { index, prop } from '@typegoose/typegoose';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

export enum ItemStatus {
  AVAILABLE = 'AVAILABLE',
  LOCKED = 'LOCKED',
  TRADED = 'TRADED',
  ARCHIVED = 'ARCHIVED',
}

registerEnumType(ItemStatus, {
  name: 'ItemStatus',
  description: 'Where an item stands. Only trades move it, apart from listing it again and taking it down.',
  valuesConfig: {
    AVAILABLE: { description: 'Listed: anybody may propose a trade for it.' },
    LOCKED: { description: 'Part of a confirmed trade that awaits its hand-over.' },
    TRADED: { description: 'Handed over; its new owner has not listed it again.' },
    ARCHIVED: { description: 'Taken down by its owner. Old trades still show it.' },
  },
});

export enum ItemCategory {
  BOOKS = 'BOOKS',
  CLOTHING = 'CLOTHING',
  ELECTRONICS = 'ELECTRONICS',
  GARDEN = 'GARDEN',
  HOME = 'HOME',
  MUSIC = 'MUSIC',
  SERVICES = 'SERVICES',
  SPORTS = 'SPORTS',
  TOOLS = 'TOOLS',
  TOYS = 'TOYS',
  OTHER = 'OTHER',
}

registerEnumType(ItemCategory, {
  name: 'ItemCategory',
  description: 'What kind of thing an item is.',
  valuesConfig: {
    BOOKS: { description: 'Books, comics and magazines.' },
    CLOTHING: { description: 'Clothes, shoes and jewellery.' },
    ELECTRONICS: { description: 'Computers, telephones, cameras and the like.' },
    GARDEN: { description: 'Plants and everything for the garden.' },
    HOME: { description: 'Furniture and household goods.' },
    MUSIC: { description: 'Instruments and recordings.' },
    SERVICES: { description: 'Work that the owner offers to do.' },
    SPORTS: { description: 'Sports and outdoor equipment.' },
    TOOLS: { description: 'Tools and machines.' },
    TOYS: { description: 'Toys and games.' },
    OTHER: { description: 'Whatever fits nowhere else.' },
  },
});

export enum ItemCondition {
  NEW = 'NEW',
  LIKE_NEW = 'LIKE_NEW',
  GOOD = 'GOOD',
  FAIR = 'FAIR',
  FOR_PARTS = 'FOR_PARTS',
}

registerEnumType(ItemCondition, {
  name: 'ItemCondition',
  description: 'How worn an item is.',
  valuesConfig: {
    NEW: { description: 'Never used.' },
    LIKE_NEW: { description: 'Used, and nobody would notice.' },
    GOOD: { description: 'Used, with small marks.' },
    FAIR: { description: 'Visibly worn, and works.' },
    FOR_PARTS: { description: 'Does not work, or not fully.' },
  },
});

export enum LookingFor {
  ITEM_SWAP = 'ITEM_SWAP',
  CREDITS = 'CREDITS',
  FLEXIBLE = 'FLEXIBLE',
}

registerEnumType(LookingFor, {
  name: 'LookingFor',
  description: 'What the owner takes in return.',
  valuesConfig: {
    ITEM_SWAP: { description: 'Items only.' },
    CREDITS: { description: 'Credits only.' },
    FLEXIBLE: { description: 'Items, credits, or both.' },
  },
});

/** Lists are read newest first; each filter of theirs has an index that ends in that order. */
@index({ status: 1, createdAt: -1, _id: -1 })
@index({ status: 1, category: 1, createdAt: -1, _id: -1 })
@index({ status: 1, condition: 1, createdAt: -1, _id: -1 })
@index({ status: 1, lookingFor: 1, createdAt: -1, _id: -1 })
@index({ ownerId: 1, createdAt: -1, _id: -1 })
@index({ ownerId: 1, status: 1, createdAt: -1, _id: -1 })
@ObjectType({ description: 'A thing that somebody has and would trade.' })
export class Item extends Entity {
  @Field(() => ID, { description: 'Whose it is now. Changes only when a trade is completed.' })
  @prop({ type: () => String, required: true })
  ownerId!: Id;

  @Field(() => ItemStatus, { description: 'Where it stands.' })
  @prop({ type: () => String, enum: ItemStatus, required: true })
  status!: ItemStatus;

  @Field(() => String, { description: 'What it is called; 1 to 120 characters.' })
  @prop({ type: () => String, required: true })
  title!: string;

  @Field(() => String, { description: 'What there is to say about it; 4,000 characters at most. Plain text: markup is taken out.' })
  @prop({ type: () => String, default: '' })
  description!: string;

  @Field(() => ItemCategory, { description: 'What kind of thing it is.' })
  @prop({ type: () => String, enum: ItemCategory, required: true })
  category!: ItemCategory;

  @Field(() => ItemCondition, { description: 'How worn it is.' })
  @prop({ type: () => String, enum: ItemCondition, required: true })
  condition!: ItemCondition;

  @Field(() => LookingFor, { description: 'What its owner takes in return.' })
  @prop({ type: () => String, enum: LookingFor, required: true })
  lookingFor!: LookingFor;

  @Field(() => [String], { description: 'Addresses of its pictures, in the order the owner chose; 10 at most.' })
  @prop({ type: () => [String], default: [] })
  imageUrls!: string[];

  /** The confirmed trade that holds it, while it is locked. */
  @prop({ type: () => String })
  lockedByTradeId?: Id | undefined;

  /** Written by every proposal, so that proposing and confirming at the same moment meet on this document. No time: the same again is no write. */
  @prop({ type: () => Number })
  timesProposed?: number | undefined;
}

export const ItemModel = modelOf(Item, 'items');
