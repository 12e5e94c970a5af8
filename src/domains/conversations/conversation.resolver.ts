import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';

import type { Context } from '../../graphql/context.js';
import { BeforeOthers } from '../../graphql/edge.js';
import { follow } from '../../graphql/follow.js';
import { PageArgs } from '../../graphql/page.args.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import { streamed } from '../../graphql/streamed-event.js';
import type { Events, StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import type { Page } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { User, userById } from '../people/index.js';
import { ReadPosition } from './conversation.changes.js';
import { Conversation, ConversationConnection, smallRoom } from './conversation.entity.js';
import { ConversationRead, conversationStream } from './conversation.events.js';
import { MarkReadInput } from './conversation.inputs.js';
import { messageById, participantsOf, unreadOf } from './conversation.loaders.js';
import type { ConversationService } from './conversation.service.js';
import { Message } from './message.entity.js';
import { Participant, participantId } from './participant.entity.js';

@Resolver(() => Conversation)
export class ConversationResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly events: Events,
  ) {}

  @Authorized()
  @Query(() => ConversationConnection, {
    name: 'conversations',
    description:
      `Your conversations, the one with the latest message first; one of more than ${smallRoom} people moves up once a minute, with the first message of it. ` +
      'A message moves its conversation to the top while you walk the pages: none is shown twice, ' +
      'and one that moved before you came to it stands `before` the first page; `viewerEvents` after the `viewerCursor` asked with that page tells which moved.',
  })
  myConversations(@CurrentViewer() viewer: Viewer, @Args(() => PageArgs) page: PageArgs): Promise<Page<Conversation>> {
    return this.conversations.ofViewer(viewer, page);
  }

  @Authorized()
  @Query(() => Conversation, { description: 'One conversation. Refuses with `NOT_PARTICIPANT` when you do not take part, `NOT_FOUND` when there is none.' })
  conversation(
    @CurrentViewer() viewer: Viewer,
    @Arg('conversationId', () => ID, { description: 'Which.' }) conversationId: Id,
  ): Promise<Conversation> {
    return this.conversations.get(viewer, conversationId);
  }

  @Authorized()
  @BeforeOthers()
  @Query(() => String, {
    description: 'The newest place of a conversation’s stream. What is read in the same document is at least as new: subscribe `after` it and nothing is missed.',
  })
  async conversationCursor(
    @CurrentViewer() viewer: Viewer,
    @Arg('conversationId', () => ID, { description: 'Which.' }) conversationId: Id,
  ): Promise<string> {
    await this.conversations.participant(viewer, conversationId);
    return this.events.cursorOf(conversationStream(conversationId));
  }

  @Authorized()
  @Mutation(() => Conversation, { description: 'Say how far you have read. Goes forward only; an earlier position changes nothing. Refuses with `NOT_PARTICIPANT`.' })
  markRead(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => MarkReadInput, { description: 'Where, and up to which message.' }) { conversationId, upToSeq }: MarkReadInput,
  ): Promise<Conversation> {
    return this.conversations.markRead(viewer, conversationId, upToSeq);
  }

  @Authorized()
  @Subscription(() => ReadPosition, {
    description: 'Who has read how far, as it happens. Refuses with `NOT_PARTICIPANT`, also later, once you no longer take part.',
    subscribe: follow(conversationStream, ({ conversationId }: { conversationId: Id }) => conversationId, [ConversationRead]),
  })
  conversationRead(
    @Root() event: StreamEvent<{ userId: Id; upToSeq: number }>,
    @Arg('conversationId', () => ID, { description: 'Which.' }) conversationId: Id,
  ): ReadPosition {
    return { ...streamed(event), conversationId, userId: event.data.userId, upToSeq: event.data.upToSeq };
  }

  @FieldResolver(() => Int, { description: 'How many messages of others you have not read; deleted ones do not count.' })
  unreadCount(@Root() { _id }: Conversation, @CurrentViewer() viewer: Viewer, @Ctx() context: Context): Promise<number> {
    return context.load(unreadOf, participantId(_id, viewer.id));
  }

  @FieldResolver(() => [Participant], { description: 'Who takes part.' })
  participants(@Root() { _id }: Conversation, @Ctx() context: Context): Promise<readonly Participant[]> {
    return context.load(participantsOf, _id);
  }

  @FieldResolver(() => Message, { nullable: true, description: 'The newest message that was not deleted; `null` if there is none.' })
  lastMessage(@Root() { lastMessageId }: Conversation, @Ctx() context: Context): Promise<Message | null> | null {
    return lastMessageId === null ? null : context.load(messageById, lastMessageId);
  }
}

@Resolver(() => Participant)
export class ParticipantResolver {
  @FieldResolver(() => User, { description: 'Who.' })
  user(@Root() { userId }: Participant, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, userId);
  }
}

@Resolver(() => ReadPosition)
export class ReadPositionResolver {
  @FieldResolver(() => User, { description: 'Who has read.' })
  user(@Root() { userId }: ReadPosition, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, userId);
  }

  @FieldResolver(() => Int, { description: 'The `seq` of the last message they have read.' })
  upToSeq(@Root() { upToSeq }: ReadPosition): number {
    return upToSeq;
  }
}
