import { now } from '../../platform/clock.js';
import { create } from '../../platform/entity/index.js';
import { invalid } from '../../platform/errors/index.js';
import type { DomainEvent, Events, Stream } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { orNotFound } from '../../platform/policy.js';
import { inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import { viewerStream } from '../people/index.js';
import { type Conversation, ConversationModel } from './conversation.entity.js';
import { ConversationOpened, ConversationRead, conversationStream } from './conversation.events.js';
import { mayTakePart } from './conversation.policy.js';
import { type Message, MessageModel } from './message.entity.js';

/** In larger rooms only the conversation's own stream carries what is said, or one message would write hundreds of rows. */
const smallRoom = 8;

/** Where an event about a conversation is published. */
export const streamsOf = ({ _id, participants }: Conversation): Stream[] => [
  conversationStream(_id) as Stream,
  ...(participants.length <= smallRoom ? participants.map(({ userId }) => viewerStream(userId) as Stream) : []),
];

/** As much of a conversation as `streamsOf` needs: hundreds of participants are not read only to be counted. */
export const asFarAsTold = { participants: { $slice: smallRoom + 1 } };

export class ConversationService {
  constructor(private readonly events: Events) {}

  /** For other services, inside their transaction: what a conversation is about, they know. */
  open(userIds: readonly Id[], _id: Id): Promise<Conversation> {
    return inTransaction(async () => {
      const participants = userIds.map((userId) => ({ userId, readUpToSeq: 0, unread: 0 }));
      const conversation = await create(ConversationModel, { _id, participants, lastSeq: 0, lastMessageId: null, lastActivityAt: now() });
      await this.tell(conversation, new ConversationOpened({ conversationId: _id }));
      return conversation;
    });
  }

  async get(viewer: Viewer, conversationId: Id): Promise<Conversation> {
    return orNotFound(await ConversationModel.findById(conversationId).lean<Conversation>(), (found) => mayTakePart(viewer, found));
  }

  ofViewer(viewer: Viewer, page: PageRequest): Promise<Page<Conversation>> {
    return pageOf(ConversationModel, { 'participants.userId': viewer.id }, page, { lastActivityAt: -1 });
  }

  async messages(viewer: Viewer, conversationId: Id, page: PageRequest): Promise<Page<Message>> {
    await this.get(viewer, conversationId);
    return pageOf(MessageModel, { conversationId }, page, { seq: 1 }, { noTies: true });
  }

  /** Reading goes forward only: a late request for an earlier message changes nothing. */
  markRead(viewer: Viewer, conversationId: Id, upToSeq: number): Promise<Conversation> {
    return inTransaction(
      async () => {
        const conversation = await this.get(viewer, conversationId);
        if (upToSeq > conversation.lastSeq) throw invalid('input.upToSeq', `must not be above ${conversation.lastSeq}, the newest message`);
        return (await this.moveReadPosition(viewer.id, conversation, upToSeq)) ?? conversation;
      },
      { turnOf: conversationStream(conversationId).name },
    );
  }

  private async moveReadPosition(userId: Id, { _id }: Conversation, upToSeq: number): Promise<Conversation | null> {
    const unread = await countUnread(_id, userId, upToSeq);
    const moved = await ConversationModel.findOneAndUpdate(
      { _id, participants: { $elemMatch: { userId, readUpToSeq: { $lt: upToSeq } } } },
      { $set: { 'participants.$.readUpToSeq': upToSeq, 'participants.$.unread': unread, updatedAt: now() }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    ).lean<Conversation>();
    if (moved) await this.tell(moved, new ConversationRead({ conversationId: _id, userId, upToSeq }));
    return moved;
  }

  private tell(conversation: Conversation, event: DomainEvent): Promise<void> {
    return this.events.publish(event, streamsOf(conversation));
  }
}

/** Messages of others, after a position, that were not deleted. */
export const countUnread = (conversationId: Id, userId: Id, readUpToSeq: number): Promise<number> =>
  MessageModel.countDocuments({ conversationId, seq: { $gt: readUpToSeq }, senderId: { $ne: userId }, deletedAt: null }).exec();
