import type { ClientSession } from 'mongoose';

import { now } from '../../platform/clock.js';
import { refusal } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import { orNotFound } from '../../platform/policy.js';
import { currentTransaction } from '../../platform/transaction.js';
import { updateLast } from '../../platform/write-last.js';
import { type Conversation, ConversationModel, movesUp } from './conversation.entity.js';
import type { Message } from './message.entity.js';
import { participantId, ParticipantModel } from './participant.entity.js';

interface Unnumbered {
  readonly message: Message;
  readonly tell: (conversation: Conversation) => Promise<void>;
}

const waiting = new WeakMap<ClientSession, Map<Id, Unnumbered[]>>();

/**
 * Numbers a message at the end of the transaction, all that is said in one conversation with one write, and tells of it then: people who
 * talk at once, and share a transaction, share that write.
 */
export function numberLast(message: Message, tell: (conversation: Conversation) => Promise<void>): void {
  const { session, beforeCommit } = currentTransaction()!;
  let here = waiting.get(session);
  if (!here) {
    const all = (here = new Map<Id, Unnumbered[]>());
    waiting.set(session, all);
    // Before events take their numbers.
    beforeCommit.unshift(async () => {
      for (const [conversationId, said] of all) await numberAll(conversationId, said);
    });
  }
  const said = here.get(message.conversationId);
  if (said) said.push({ message, tell });
  else here.set(message.conversationId, [{ message, tell }]);
}

async function numberAll(conversationId: Id, said: readonly Unnumbered[]): Promise<void> {
  const moment = now();
  const before = await takeNumbers(conversationId, said, moment);
  noteAsSpoken(before, said, moment);
  for (const [index, { message, tell }] of said.entries()) {
    message.seq = before.lastSeq + 1 + index;
    await tell(before);
  }
}

/** Answers the conversation as it was: the numbers after its last are ours. */
async function takeNumbers(conversationId: Id, said: readonly Unnumbered[], moment: Date): Promise<Conversation> {
  const count = said.length;
  const before = await ConversationModel.findOneAndUpdate(
    { _id: conversationId },
    { $inc: { lastSeq: count, live: count, version: count }, $set: { lastMessageId: said.at(-1)!.message._id, lastActivityAt: moment, updatedAt: moment } },
    { returnDocument: 'before' },
  ).lean<Conversation>();
  return orNotFound(before);
}

/** The write proves that each sender takes part; and the conversation moves up in the lists. */
function noteAsSpoken(before: Conversation, said: readonly Unnumbered[], moment: Date): void {
  const conversationId = before._id;
  const movingUp = movesUp(before, moment) && { $set: { activeAt: moment } };
  const spoken = new Map<Id, number>();
  for (const { message } of said) spoken.set(message.senderId, (spoken.get(message.senderId) ?? 0) + 1);
  for (const [senderId, count] of spoken) {
    updateLast(ParticipantModel, {
      filter: { _id: participantId(conversationId, senderId) },
      update: { $inc: { spoken: count }, ...movingUp },
      orElse: () => refusal('NOT_PARTICIPANT'),
    });
  }
  if (movingUp) updateLast(ParticipantModel, { filter: { conversationId, userId: { $nin: [...spoken.keys()] } }, update: movingUp, many: true });
}
