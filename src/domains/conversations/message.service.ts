import { now } from '../../platform/clock.js';
import { change, newEntity } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { DomainEvent, Events, Stream } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { plainText } from '../../platform/plain-text.js';
import { authorize, orNotFound } from '../../platform/policy.js';
import { currentTransaction, inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import { known } from '../../platform/loader.js';
import { type Conversation, ConversationModel } from './conversation.entity.js';
import { conversationStream, MessageAdded, MessageDeleted, MessageEdited } from './conversation.events.js';
import { messageById } from './conversation.loaders.js';
import { mayDeleteMessage, mayEditMessage, mayModerate } from './conversation.policy.js';
import { type ConversationService, provedStreamsOf, streamsOf } from './conversation.service.js';
import { type Message, MessageModel } from './message.entity.js';
import { MessageNumbering } from './message.numbering.js';
import { participantId, ParticipantModel } from './participant.entity.js';

export interface NewMessage {
  readonly conversationId: Id;
  readonly content: string;
  readonly clientMessageId?: string | null;
}

interface Found {
  readonly message: Message;
  readonly conversation: Conversation;
}

export class MessageService {
  private readonly numbering: MessageNumbering;

  constructor(
    private readonly events: Events,
    private readonly conversations: ConversationService,
  ) {
    this.numbering = new MessageNumbering(events);
  }

  /** The same `clientMessageId` again answers the message that is there. Inside another transaction, the message has its number at the end of it. */
  async send(viewer: Viewer, { content, ...message }: NewMessage): Promise<Message> {
    const spoken = { ...message, content: plainText(content, 'input.content') };
    return inTransaction(async () => (await this.earlier(viewer, message)) ?? this.add(viewer, spoken), {
      turnOf: conversationStream(message.conversationId).name,
      together: true,
    });
  }

  edit(viewer: Viewer, messageId: Id, content: string): Promise<Message> {
    return inTransaction(async () => {
      const { message, conversation } = await this.get(viewer, messageId);
      authorize(mayEditMessage(viewer, message));
      if (message.deletedAt) throw refusal('NOT_FOUND');
      const edited = await change(MessageModel, message, { $set: { content: plainText(content, 'input.content'), editedAt: now() } });
      await this.tell(streamsOf(conversation), new MessageEdited({ conversationId: conversation._id, messageId }), edited);
      return edited;
    });
  }

  /** Leaves a mark: the number stays taken, what was said is gone. Deleting again changes nothing. */
  delete(viewer: Viewer, messageId: Id): Promise<Message> {
    return inTransaction(async () => {
      const { message, conversation } = await this.get(viewer, messageId);
      authorize(mayDeleteMessage(viewer, message));
      if (message.deletedAt) return message;
      const deleted = await change(MessageModel, message, { $set: { content: '', deletedAt: now() }, $unset: { editedAt: 1 } });
      await this.forget(conversation, message);
      await this.tell(streamsOf(conversation), new MessageDeleted({ conversationId: conversation._id, messageId }), deleted);
      return deleted;
    });
  }

  /** Most are sent once: the unique index finds those that are not, and only then somebody looks. */
  private async earlier({ id }: Viewer, { conversationId, clientMessageId }: Omit<NewMessage, 'content'>): Promise<Message | null> {
    if (clientMessageId == null || !currentTransaction()!.isRetry) return null;
    return MessageModel.findOne({ conversationId, senderId: id, clientMessageId }).lean<Message>();
  }

  private add({ id }: Viewer, { conversationId, content, clientMessageId }: NewMessage): Message {
    const message = newEntity<Message>({ conversationId, seq: 0, senderId: id, content, ...(clientMessageId != null && { clientMessageId }) });
    this.numbering.insert(message, (place, at) => this.tell(provedStreamsOf(place), new MessageAdded({ conversationId, messageId: message._id, seq: message.seq }), message, at));
    return message;
  }

  private async get(viewer: Viewer, messageId: Id): Promise<Found> {
    const message = orNotFound(await MessageModel.findById(messageId).lean<Message>());
    if (!mayModerate(viewer)) await this.conversations.participant(viewer, message.conversationId);
    const conversation = orNotFound(await ConversationModel.findById(message.conversationId).lean<Conversation>());
    return { message, conversation };
  }

  /** Takes a deleted message out of what is unread, spoken and read, and out of `lastMessage`. */
  private async forget(conversation: Conversation, { seq, senderId }: Message): Promise<void> {
    const conversationId = conversation._id;
    const newest = await MessageModel.findOne({ conversationId, deletedAt: null }).sort({ seq: -1 }).lean<Message>();
    await change(ConversationModel, conversation, { $inc: { live: -1 }, $set: { lastMessageId: newest?._id ?? null } });
    await ParticipantModel.bulkWrite([
      { updateOne: { filter: { _id: participantId(conversationId, senderId) }, update: { $inc: { spoken: -1 } } } },
      { updateMany: { filter: { conversationId, userId: { $ne: senderId }, readUpToSeq: { $gte: seq } }, update: { $inc: { read: -1 } } } },
    ]);
  }

  private tell(streams: readonly Stream[], event: DomainEvent, message: Message, at = now()): Promise<void> {
    return this.events.publish(event, streams, { known: [known(messageById, message._id, message)], at });
  }
}
