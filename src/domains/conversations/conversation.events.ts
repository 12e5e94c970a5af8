import { event, streamKind } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { ConversationModel } from './conversation.entity.js';
import { mayListen } from './conversation.policy.js';
import { ParticipantModel } from './participant.entity.js';

const askedByName = 20;

interface AboutMessage {
  conversationId: Id;
  messageId: Id;
}

export class ConversationOpened extends event<{ conversationId: Id }>('CONVERSATION_OPENED', 'A conversation began.') {}
export class MessageAdded extends event<AboutMessage & { seq: number }>('MESSAGE_ADDED', 'Somebody said something.') {}
export class MessageEdited extends event<AboutMessage>('MESSAGE_EDITED', 'Somebody changed what they had said.') {}
export class MessageDeleted extends event<AboutMessage>('MESSAGE_DELETED', 'A message was deleted; its number stays taken.') {}
export class ConversationRead extends event<{ conversationId: Id; userId: Id; upToSeq: number }>(
  'CONVERSATION_READ',
  'A participant has read up to some message.',
) {}

export const conversationStream = streamKind<ReadonlySet<Id>>('conversation', { find: participantIds, mayListen });

/** Which of those who are asked about take part, out of the index alone; of many, everybody who does. `null` when there is no such conversation. */
async function participantIds(conversationId: Id, viewerIds: readonly Id[]): Promise<ReadonlySet<Id> | null> {
  const found = await ParticipantModel.distinct('userId', { conversationId, ...(viewerIds.length <= askedByName && { userId: { $in: [...viewerIds] } }) });
  if (found.length === 0 && !(await ConversationModel.exists({ _id: conversationId }))) return null;
  return new Set(found);
}
