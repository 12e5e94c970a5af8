import type { Id } from '../../platform/identity.js';
import { loader, loaderById } from '../../platform/loader.js';
import { ConversationModel } from './conversation.entity.js';
import { MessageModel } from './message.entity.js';
import { type Participant, ParticipantModel } from './participant.entity.js';

export const conversationById = loaderById(ConversationModel);
export const messageById = loaderById(MessageModel);

export const participantsOf = loader<Id, readonly Participant[]>(async (conversationIds) => {
  const found = await ParticipantModel.find({ conversationId: { $in: [...conversationIds] } }).sort({ conversationId: 1, userId: 1 }).lean<Participant[]>();
  const byConversation = new Map<Id, Participant[]>(conversationIds.map((id) => [id, []]));
  for (const participant of found) byConversation.get(participant.conversationId)!.push(participant);
  return conversationIds.map((id) => byConversation.get(id)!);
});

/** What somebody has not read, by `participantId`: both sides of the difference are of the same moment. 0 for those who do not take part. */
export const unreadOf = loader<Id, number>(async (participantIds) => {
  const counted = await ParticipantModel.aggregate<{ _id: Id; unread: number }>([
    { $match: { _id: { $in: [...participantIds] } } },
    { $lookup: { from: ConversationModel.collection.collectionName, localField: 'conversationId', foreignField: '_id', as: 'conversation' } },
    { $project: { unread: { $subtract: [{ $first: '$conversation.live' }, { $add: ['$spoken', '$read'] }] } } },
  ]).readConcern('snapshot');
  const byId = new Map(counted.map(({ _id, unread }) => [_id, unread]));
  return participantIds.map((id) => byId.get(id) ?? 0);
});
