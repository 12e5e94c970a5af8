import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';

import type { Context } from '../../graphql/context.js';
import { Versioned } from '../../graphql/edge.js';
import { follow } from '../../graphql/follow.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import { streamed } from '../../graphql/streamed-event.js';
import type { StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import type { Page } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { User, userById, ViewerEvent } from '../people/index.js';
import { MessageChange } from './conversation.changes.js';
import { Conversation } from './conversation.entity.js';
import { conversationStream, MessageAdded, MessageDeleted, MessageEdited } from './conversation.events.js';
import { EditMessageInput, MessagesArgs, SendMessageInput } from './conversation.inputs.js';
import { conversationById, messageById, participantsOf } from './conversation.loaders.js';
import type { ConversationService } from './conversation.service.js';
import { Message, MessageConnection } from './message.entity.js';
import type { MessageService } from './message.service.js';

@Resolver(() => Message)
export class MessageResolver {
  constructor(
    private readonly service: MessageService,
    private readonly conversations: ConversationService,
  ) {}

  @Authorized()
  @Query(() => MessageConnection, {
    description: 'What was said in a conversation, in order. For the newest page ask `last`, and go back with `before`. Refuses with `NOT_PARTICIPANT`.',
  })
  messages(@CurrentViewer() viewer: Viewer, @Args(() => MessagesArgs) { conversationId, ...page }: MessagesArgs): Promise<Page<Message>> {
    return this.conversations.messages(viewer, conversationId, page);
  }

  @Authorized()
  @Mutation(() => Message, { description: 'Say something. Refuses with `NOT_PARTICIPANT` or `VALIDATION_FAILED`.' })
  sendMessage(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => SendMessageInput, { description: 'Where and what.' }) input: SendMessageInput,
  ): Promise<Message> {
    return this.service.send(viewer, input);
  }

  @Authorized()
  @Versioned('input.messageId')
  @Mutation(() => Message, { description: 'Change what you said. Refuses with `NOT_OWNER` when somebody else said it, `NOT_FOUND` once it was deleted.' })
  editMessage(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => EditMessageInput, { description: 'Which message, and the new words.' }) { messageId, content }: EditMessageInput,
  ): Promise<Message> {
    return this.service.edit(viewer, messageId, content);
  }

  @Authorized()
  @Versioned('messageId')
  @Mutation(() => Message, { description: 'Delete a message of yours, or any as a moderator. Its number stays taken. Refuses with `NOT_OWNER`.' })
  deleteMessage(@CurrentViewer() viewer: Viewer, @Arg('messageId', () => ID, { description: 'Which.' }) messageId: Id): Promise<Message> {
    return this.service.delete(viewer, messageId);
  }

  @Authorized()
  @Subscription(() => MessageChange, {
    description: 'Messages of a conversation as they are added, edited and deleted. Refuses with `NOT_PARTICIPANT`, also later, once you no longer take part.',
    subscribe: follow(conversationStream, ({ conversationId }: { conversationId: Id }) => conversationId, [MessageAdded, MessageEdited, MessageDeleted]),
  })
  messageAdded(
    @Root() event: StreamEvent<{ messageId: Id }>,
    @Arg('conversationId', () => ID, { description: 'Which.' }) _conversationId: Id,
  ): MessageChange {
    return { ...streamed(event), messageId: event.data.messageId };
  }

  @FieldResolver(() => User, { description: 'Who said it.' })
  sender(@Root() { senderId }: Message, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, senderId);
  }

  @FieldResolver(() => Conversation, { description: 'Where it was said.' })
  conversation(@Root() { conversationId }: Message, @Ctx() context: Context): Promise<Conversation | null> {
    return context.load(conversationById, conversationId);
  }

  @FieldResolver(() => [User], { description: 'The other participants who have read it.' })
  async readBy(@Root() { conversationId, senderId, seq }: Message, @Ctx() context: Context): Promise<(User | null)[]> {
    const participants = await context.load(participantsOf, conversationId);
    const readers = participants.filter(({ userId, readUpToSeq }) => userId !== senderId && readUpToSeq >= seq);
    return Promise.all(readers.map(({ userId }) => context.load(userById, userId)));
  }
}

@Resolver(() => MessageChange)
export class MessageChangeResolver {
  @FieldResolver(() => Message, { nullable: true, description: 'The message, as it is now.' })
  message(@Root() { messageId }: MessageChange, @Ctx() context: Context): Promise<Message | null> {
    return context.load(messageById, messageId);
  }
}

@Resolver(() => ViewerEvent)
export class ViewerEventConversationResolver {
  @FieldResolver(() => Conversation, { nullable: true, description: 'The conversation that it is about, as it is now.' })
  conversation(@Root() { data }: ViewerEvent, @Ctx() context: Context): Promise<Conversation | null> | null {
    return data['conversationId'] ? context.load(conversationById, data['conversationId'] as Id) : null;
  }

  @FieldResolver(() => Message, { nullable: true, description: 'The message that it is about, as it is now.' })
  message(@Root() { data }: ViewerEvent, @Ctx() context: Context): Promise<Message | null> | null {
    return data['messageId'] ? context.load(messageById, data['messageId'] as Id) : null;
  }
}
