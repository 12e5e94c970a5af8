import { now } from '../../platform/clock.js';
import { create } from '../../platform/entity/index.js';
import { invalid, refusal } from '../../platform/errors/index.js';
import { type DomainEvent, type Events, knowing, type Stream } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { orNotFound } from '../../platform/policy.js';
import { inTransaction } from '../../platform/transaction.js';
import { insertLast } from '../../platform/write-last.js';
import type { Viewer } from '../../platform/viewer.js';
import { viewerStream } from '../people/index.js';
import { type Conversation, ConversationModel, smallRoom } from './conversation.entity.js';
import { ConversationOpened, ConversationRead, conversationStream } from './conversation.events.js';
import { type Message, MessageModel } from './message.entity.js';
import { type Participant, participantId, ParticipantModel } from './participant.entity.js';

/** Where an event about a conversation is published. */
export const streamsOf = ({ _id, toldTo }: Pick<Conversation, '_id' | 'toldTo'>): Stream[] => [
  conversationStream(_id) as Stream,
  ...toldTo.map((userId) => viewerStream(userId) as Stream),
];

/** The same for whoever writes on the condition that these people take part. Of a larger room that is not known. */
export function provedStreamsOf(place: Pick<Conversation, '_id' | 'toldTo'>): Stream[] {
  const [own, ...others] = streamsOf(place);
  return [place.toldTo.length > 0 ? knowing(own!, new Set(place.toldTo)) : own!, ...others];
}

export class ConversationService {
  constructor(private readonly events: Events) {}

  /** For other services, inside their transaction: what a conversation is about, they know. */
  open(userIds: readonly Id[], _id: Id): Promise<Conversation> {
    return inTransaction(async () => {
      const moment = now();
      const toldTo = userIds.length <= smallRoom ? [...userIds] : [];
      const conversation = await create(ConversationModel, { _id, toldTo, lastSeq: 0, live: 0, lastMessageId: null, lastActivityAt: moment });
      for (const userId of userIds)
        insertLast(ParticipantModel, { _id: participantId(_id, userId), conversationId: _id, userId, readUpToSeq: 0, spoken: 0, read: 0, activeAt: moment });
      await this.tell(conversation, new ConversationOpened({ conversationId: _id }));
      return conversation;
    });
  }

  async get(viewer: Viewer, conversationId: Id): Promise<Conversation> {
    await this.participant(viewer, conversationId);
    return orNotFound(await ConversationModel.findById(conversationId).lean<Conversation>());
  }

  /** The viewer as one of those who take part; refuses everybody else. */
  async participant({ id }: Viewer, conversationId: Id): Promise<Participant> {
    const participant = await ParticipantModel.findById(participantId(conversationId, id)).lean<Participant>();
    if (participant) return participant;
    throw refusal((await ConversationModel.exists({ _id: conversationId })) ? 'NOT_PARTICIPANT' : 'NOT_FOUND');
  }

  async ofViewer(viewer: Viewer, request: PageRequest): Promise<Page<Conversation>> {
    const { edges, pageInfo } = await pageOf(ParticipantModel, { userId: viewer.id }, request, { activeAt: -1 });
    const conversations = await ConversationModel.find({ _id: { $in: edges.map(({ node }) => node.conversationId) } }).lean<Conversation[]>();
    const byId = new Map(conversations.map((conversation) => [conversation._id, conversation]));
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: byId.get(node.conversationId)! })), pageInfo };
  }

  async messages(viewer: Viewer, conversationId: Id, page: PageRequest): Promise<Page<Message>> {
    await this.participant(viewer, conversationId);
    return pageOf(MessageModel, { conversationId }, page, { seq: 1 }, { noTies: true });
  }

  /** Reading goes forward only: a late request for an earlier message changes nothing. */
  markRead(viewer: Viewer, conversationId: Id, upToSeq: number): Promise<Conversation> {
    return inTransaction(
      async () => {
        const participant = await this.participant(viewer, conversationId);
        const conversation = orNotFound(await ConversationModel.findById(conversationId).lean<Conversation>());
        if (upToSeq > conversation.lastSeq) throw invalid('input.upToSeq', `must not be above ${conversation.lastSeq}, the newest message`);
        return (await this.moveReadPosition(participant, conversation, upToSeq)) ?? conversation;
      },
      { turnOf: conversationStream(conversationId).name },
    );
  }

  private async moveReadPosition(participant: Participant, { _id, live }: Conversation, upToSeq: number): Promise<Conversation | null> {
    const { userId, spoken } = participant;
    const read = live - spoken - (await countUnread(_id, userId, upToSeq));
    const moved = await ParticipantModel.updateOne({ _id: participant._id, readUpToSeq: { $lt: upToSeq } }, { $set: { readUpToSeq: upToSeq, read } });
    if (moved.modifiedCount === 0) return null;
    // Whoever deletes a message meanwhile writes here as well, and one of the two begins again.
    const conversation = await ConversationModel.findOneAndUpdate({ _id }, { $set: { updatedAt: now() }, $inc: { version: 1 } }, { returnDocument: 'after' }).lean<Conversation>();
    await this.tell(conversation!, new ConversationRead({ conversationId: _id, userId, upToSeq }));
    return conversation;
  }

  private tell(conversation: Conversation, event: DomainEvent): Promise<void> {
    return this.events.publish(event, streamsOf(conversation));
  }
}

/** Messages of others, after a position, that were not deleted. */
const countUnread = (conversationId: Id, userId: Id, readUpToSeq: number): Promise<number> =>
  MessageModel.countDocuments({ conversationId, seq: { $gt: readUpToSeq }, senderId: { $ne: userId }, deletedAt: null }).exec();
