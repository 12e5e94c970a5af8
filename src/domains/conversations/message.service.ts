import { now } from '../../platform/clock.js';
import { change, createLast } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { DomainEvent, Events } from '../../platform/events/index.js';
import { type Id, newId } from '../../platform/identity.js';
import { plainText } from '../../platform/plain-text.js';
import { authorize, orNotFound } from '../../platform/policy.js';
import { currentTransaction, inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import { type Conversation, ConversationModel, type Participant } from './conversation.entity.js';
import { conversationStream, MessageAdded, MessageDeleted, MessageEdited } from './conversation.events.js';
import { mayDeleteMessage, mayEditMessage, mayModerate, mayTakePart } from './conversation.policy.js';
import { asFarAsTold, type ConversationService, streamsOf } from './conversation.service.js';
import { type Message, MessageModel } from './message.entity.js';

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
  constructor(
    private readonly events: Events,
    private readonly conversations: ConversationService,
  ) {}

  /** The same `clientMessageId` again answers the message that is there. */
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
      await this.tell(conversation, new MessageEdited({ conversationId: conversation._id, messageId }));
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
      await this.tell(conversation, new MessageDeleted({ conversationId: conversation._id, messageId }));
      return deleted;
    });
  }

  /** Most are sent once: the unique index finds those that are not, and only then somebody looks. */
  private async earlier({ id }: Viewer, { conversationId, clientMessageId }: Omit<NewMessage, 'content'>): Promise<Message | null> {
    if (clientMessageId == null || !currentTransaction()!.isRetry) return null;
    return MessageModel.findOne({ conversationId, senderId: id, clientMessageId }).lean<Message>();
  }

  private async add(viewer: Viewer, { conversationId, content, clientMessageId }: NewMessage): Promise<Message> {
    const conversation = await this.takeNumber(viewer, conversationId);
    const message = createLast(MessageModel, {
      _id: conversation.lastMessageId!,
      conversationId,
      seq: conversation.lastSeq,
      senderId: viewer.id,
      content,
      ...(clientMessageId != null && { clientMessageId }),
    });
    await this.tell(conversation, new MessageAdded({ conversationId, messageId: message._id }));
    return message;
  }

  /** One write takes the number, counts it as unread for the others, and proves that the sender takes part. */
  private async takeNumber(viewer: Viewer, conversationId: Id): Promise<Conversation> {
    const moment = now();
    const conversation = await ConversationModel.findOneAndUpdate(
      { _id: conversationId, 'participants.userId': viewer.id },
      {
        $inc: { lastSeq: 1, version: 1, 'participants.$[other].unread': 1 },
        $set: { lastMessageId: newId(), lastActivityAt: moment, updatedAt: moment },
      },
      { arrayFilters: [{ 'other.userId': { $ne: viewer.id } }], returnDocument: 'after', projection: asFarAsTold },
    ).lean<Conversation>();
    if (conversation) return conversation;
    await this.conversations.get(viewer, conversationId);
    throw refusal('NOT_FOUND');
  }

  private async get(viewer: Viewer, messageId: Id): Promise<Found> {
    const message = orNotFound(await MessageModel.findById(messageId).lean<Message>());
    const conversation = orNotFound(
      await ConversationModel.findById(message.conversationId).lean<Conversation>(),
      (found) => mayModerate(viewer) || mayTakePart(viewer, found),
    );
    return { message, conversation };
  }

  /** Takes a deleted message out of the counts of those who had not read it, and out of `lastMessage`. */
  private async forget(conversation: Conversation, { seq, senderId }: Message): Promise<void> {
    const newest = await MessageModel.findOne({ conversationId: conversation._id, deletedAt: null }).sort({ seq: -1 }).lean<Message>();
    const hadNotRead = ({ userId, readUpToSeq }: Participant) => userId !== senderId && readUpToSeq < seq;
    const participants = conversation.participants.map((each) => (hadNotRead(each) ? { ...each, unread: each.unread - 1 } : each));
    await change(ConversationModel, conversation, { $set: { participants, lastMessageId: newest?._id ?? null } });
  }

  private tell(conversation: Conversation, event: DomainEvent): Promise<void> {
    return this.events.publish(event, streamsOf(conversation));
  }
}
