import { event, streamKind } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { ConversationModel } from './conversation.entity.js';
import { mayListen } from './conversation.policy.js';
import { type Participant, ParticipantModel } from './participant.entity.js';

const largestReply = 100_000;

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

export const conversationStream = streamKind<ReadonlySet<Id>>('conversation', { find: participantIds, mayListen });

/** Everybody in one reply, out of the index alone; `null` when there is no such conversation. */
async function participantIds(conversationId: Id): Promise<ReadonlySet<Id> | null> {
  const found = await ParticipantModel.find({ conversationId }, { _id: 0, userId: 1 }).batchSize(largestReply).lean<Pick<Participant, 'userId'>[]>();
  if (found.length === 0 && !(await ConversationModel.exists({ _id: conversationId }))) return null;
  return new Set(found.map(({ userId }) => userId));
}
