import { event, streamKind } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { type Conversation, ConversationModel } from './conversation.entity.js';
import { mayTakePart } from './conversation.policy.js';

interface AboutMessage {
  conversationId: Id;
  messageId: Id;
}

export class ConversationOpened extends event<{ conversationId: Id }>('CONVERSATION_OPENED', 'A conversation began.') {}
export class MessageAdded extends event<AboutMessage>('MESSAGE_ADDED', 'Somebody said something.') {}
export class MessageEdited extends event<AboutMessage>('MESSAGE_EDITED', 'Somebody changed what they had said.') {}
export class MessageDeleted extends event<AboutMessage>('MESSAGE_DELETED', 'A message was deleted; its number stays taken.') {}
export class ConversationRead extends event<{ conversationId: Id; userId: Id; upToSeq: number }>(
  'CONVERSATION_READ',
  'A participant has read up to some message.',
) {}

export const conversationStream = streamKind<Pick<Conversation, 'participants'>>('conversation', {
  // Read for every event, and of a large room: only what the policy asks for.
  find: (id) => ConversationModel.findById(id, { 'participants.userId': 1 }).lean<Pick<Conversation, 'participants'>>().exec(),
  mayListen: mayTakePart,
});
