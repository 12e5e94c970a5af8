import { index, prop } from '@typegoose/typegoose';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

import { connectionOf } from '../../graphql/connection.js';
import { Entity, modelOf } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';

export enum TradeStatus {
  PROPOSED = 'PROPOSED',
  NEGOTIATING = 'NEGOTIATING',
  CONFIRMED = 'CONFIRMED',
  COMPLETED = 'COMPLETED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(TradeStatus, {
  name: 'TradeStatus',
  description: 'Where a trade stands.',
  valuesConfig: {
    PROPOSED: { description: 'The requester has asked; nothing is locked.' },
    NEGOTIATING: { description: 'The owner is interested; nothing is locked.' },
    CONFIRMED: { description: 'The owner has agreed: the items of both sides are locked and await their hand-over.' },
    COMPLETED: { description: 'The items have changed hands.' },
    REJECTED: { description: 'The owner declined, or another trade took one of the items; see `rejectionReason`.' },
    WITHDRAWN: { description: 'The requester took the proposal back.' },
  },
});

export enum RejectionReason {
  DECLINED = 'DECLINED',
  COMPETING = 'COMPETING',
}

registerEnumType(RejectionReason, {
  name: 'RejectionReason',
  description: 'Why a trade was rejected.',
  valuesConfig: {
    DECLINED: { description: 'The owner did not want it.' },
    COMPETING: { description: 'Another trade that holds one of the items was confirmed.' },
  },
});

/** What one person puts in. A list, because bundles are the same trade with more in it. */
@ObjectType({ description: 'What one person puts into a trade.' })
export class TradeSide {
  @prop({ type: () => String, required: true })
  userId!: Id;

  @prop({ type: () => [String], required: true })
  itemIds!: Id[];

  @Field(() => Int, { description: 'Credits that go with the items, in minor units. Always 0 for now.' })
  @prop({ type: () => Number, required: true })
  credits!: number;
}

@index({ participantIds: 1, createdAt: -1, _id: -1 })
@index({ participantIds: 1, status: 1, createdAt: -1, _id: -1 })
@index({ 'requester.userId': 1, createdAt: -1, _id: -1 })
@index({ 'requester.userId': 1, status: 1, createdAt: -1, _id: -1 })
@index({ 'owner.userId': 1, createdAt: -1, _id: -1 })
@index({ 'owner.userId': 1, status: 1, createdAt: -1, _id: -1 })
@index({ conversationId: 1 }, { unique: true })
@index({ openItemIds: 1, 'requester.userId': 1 })
@index({ openTerms: 1 }, { unique: true, partialFilterExpression: { openTerms: { $exists: true } } })
@ObjectType({ description: 'A proposal to exchange things, and what became of it.' })
export class Trade extends Entity {
  @Field(() => TradeSide, { description: 'Who asked, and what they give.' })
  @prop({ type: () => TradeSide, required: true, _id: false })
  requester!: TradeSide;

  @Field(() => TradeSide, { description: 'Who was asked, and what they give.' })
  @prop({ type: () => TradeSide, required: true, _id: false })
  owner!: TradeSide;

  @prop({ type: () => [String], required: true })
  participantIds!: Id[];

  @Field(() => TradeStatus, { description: 'Where it stands.' })
  @prop({ type: () => String, enum: TradeStatus, required: true })
  status!: TradeStatus;

  @Field(() => RejectionReason, { nullable: true, description: 'Why it was rejected; `null` if it was not.' })
  @prop({ type: () => String, enum: RejectionReason })
  rejectionReason?: RejectionReason | undefined;

  @Field(() => Date, { nullable: true, description: 'When the owner agreed; `null` if they did not.' })
  @prop({ type: () => Date })
  confirmedAt?: Date | undefined;

  @Field(() => Date, { nullable: true, description: 'When the items changed hands; `null` if they did not.' })
  @prop({ type: () => Date })
  completedAt?: Date | undefined;

  @prop({ type: () => String, required: true })
  conversationId!: Id;

  /** The items of both sides while the trade is open; empty afterwards. So the index holds open trades only, however many there were. */
  @prop({ type: () => [String], required: true })
  openItemIds!: Id[];

  /** Who asks for what in return for what, while the trade is open: unique. */
  @prop({ type: () => String })
  openTerms?: string | undefined;
}

export const TradeModel = modelOf(Trade, 'trades');
export const TradeConnection = connectionOf(Trade, 'Trade');
