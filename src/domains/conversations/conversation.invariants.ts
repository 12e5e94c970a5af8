import { logsOf, type StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { flagged, grouped, type Invariant, invariant, type Scope } from '../../platform/invariants/index.js';
import { type Conversation, ConversationModel, minuteOf } from './conversation.entity.js';
import { ConversationOpened, ConversationRead, conversationStream, MessageAdded, MessageDeleted, MessageEdited } from './conversation.events.js';
import { type Message, MessageModel } from './message.entity.js';
import { type Participant, ParticipantModel } from './participant.entity.js';

/** Rebuilding a longer one from its events would take too long for a look at the whole system. */
const longestRebuilt = 1_000;

export const conversationInvariants: readonly Invariant[] = [
  invariant<Conversation>('conversation.counts', {
    promise: 'Messages are numbered without a gap; the last one, and what each participant has not read, is what counting anew tells.',
    over: ConversationModel,
    violations: async (conversations, scope) => {
      const participantsOf = await participantsBy(conversations, scope);
      const found = [];
      for (const conversation of conversations) found.push(...flagged([conversation], await complaintsAbout(conversation, participantsOf(conversation._id), scope)));
      return found;
    },
  }),

  invariant<Conversation>('conversation.lists', {
    promise: 'A conversation stands in the list of everybody who takes part where its last message has put it; a room in which only its own stream tells, to the minute.',
    over: ConversationModel,
    violations: async (conversations, scope) => {
      const participantsOf = await participantsBy(conversations, scope);
      return flagged(conversations, ({ _id, toldTo, lastActivityAt }) => {
        const participants = participantsOf(_id);
        const there = (activeAt: Date) => (toldTo.length > 0 ? activeAt.getTime() === lastActivityAt.getTime() : minuteOf(activeAt) === minuteOf(lastActivityAt));
        return [
          toldTo.length > 0 && sorted(toldTo) !== sorted(participants.map(({ userId }) => userId)) && `it tells ${toldTo.join(', ')}, who are not those who take part`,
          ...participants.map(({ userId, activeAt }) => !there(activeAt) && `it was last active at ${lastActivityAt.toISOString()}, for ${userId} at ${activeAt.toISOString()}`),
        ];
      });
    },
  }),

  invariant<Message>('message.content', {
    promise: 'A message says something, unless it was deleted; then it says nothing any more.',
    over: MessageModel,
    violations: (messages) =>
      flagged(messages, ({ content, deletedAt, editedAt }) => [
        deletedAt && (content !== '' || editedAt) && 'it was deleted, and still says something',
        !deletedAt && content === '' && 'it was not deleted, and says nothing',
      ]),
  }),

  invariant<Conversation>('conversation.log', {
    promise: `What was said, edited, deleted and read is what the events of the conversation tell (up to ${longestRebuilt} messages).`,
    over: ConversationModel,
    among: ({ eventsSince }) => ({ createdAt: { $gte: eventsSince }, lastSeq: { $lte: longestRebuilt } }),
    violations: async (conversations, scope) => {
      const { bound } = scope;
      const participantsOf = await participantsBy(conversations, scope);
      const nameOf = ({ _id }: Conversation) => conversationStream(_id).name;
      const eventsOf = grouped(await logsOf(conversations.map(nameOf), bound), ({ stream }) => stream);
      const messages = await MessageModel.find({ conversationId: { $in: conversations.map(({ _id }) => _id) } }, null, bound).sort({ conversationId: 1, seq: 1 }).lean<Message[]>();
      const messagesOf = grouped(messages, ({ conversationId }) => conversationId);
      return flagged(conversations, (conversation) => contradictions(conversation, participantsOf(conversation._id), messagesOf(conversation._id), eventsOf(nameOf(conversation))));
    },
  }),
];

interface Recount {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly lastKept: number;
  readonly live: number;
}

const sorted = (ids: readonly Id[]): string => [...ids].sort().join();

async function participantsBy(conversations: readonly Conversation[], { bound }: Scope) {
  const found = await ParticipantModel.find({ conversationId: { $in: conversations.map(({ _id }) => _id) } }, null, bound).lean<Participant[]>();
  return grouped(found, ({ conversationId }) => conversationId);
}

async function complaintsAbout({ _id, lastSeq, live, lastMessageId }: Conversation, participants: readonly Participant[], { bound }: Scope) {
  const kept = { $eq: [{ $ifNull: ['$deletedAt', null] }, null] };
  const counting = (condition: object) => ({ $sum: { $cond: [{ $and: [kept, condition] }, 1, 0] } });
  const unread = ({ userId, readUpToSeq }: Participant) => counting({ $and: [{ $ne: ['$senderId', userId] }, { $gt: ['$seq', readUpToSeq] }] });
  const spoken = ({ userId }: Participant) => counting({ $eq: ['$senderId', userId] });
  const [counted] = await MessageModel.aggregate<Recount & Readonly<Record<string, number>>>([
    { $match: { conversationId: _id } },
    {
      $group: {
        _id: null,
        count: { $sum: 1 },
        first: { $min: '$seq' },
        last: { $max: '$seq' },
        lastKept: { $max: { $cond: [kept, '$seq', 0] } },
        live: counting({}),
        ...Object.fromEntries(participants.flatMap((participant, index) => [[`unread${index}`, unread(participant)], [`spoken${index}`, spoken(participant)]])),
      },
    },
  ]).option(bound);
  const { count = 0, first = 1, last = 0, lastKept = 0 } = counted ?? {};
  const newest = lastKept === 0 ? null : await MessageModel.findOne({ conversationId: _id, seq: lastKept }, { _id: 1 }, bound).lean<Message>();
  return () => [
    (count !== lastSeq || last !== lastSeq || (count > 0 && first !== 1)) && `it counts ${lastSeq} messages; there are ${count}, numbered ${first} to ${last}`,
    (newest?._id ?? null) !== lastMessageId && `its last message is ${lastMessageId}, the newest that was not deleted ${newest?._id ?? 'none'}`,
    (counted?.live ?? 0) !== live && `it counts ${live} messages that were not deleted; there are ${counted?.live ?? 0}`,
    ...participants.flatMap((participant, index) => {
      const [unread, spoken] = [counted?.[`unread${index}`] ?? 0, counted?.[`spoken${index}`] ?? 0];
      const told = live - participant.spoken - participant.read;
      return [
        unread !== told && `${participant.userId} has ${told} unread messages, counted anew ${unread}`,
        spoken !== participant.spoken && `${participant.userId} has said ${participant.spoken} messages, counted anew ${spoken}`,
      ];
    }),
  ];
}

type AboutConversation = StreamEvent<{ messageId?: Id; userId?: Id; upToSeq?: number }>;

function contradictions({ version }: Conversation, participants: readonly Participant[], messages: readonly Message[], events: readonly StreamEvent[]) {
  const of = ({ type }: { readonly type: string }) => (events as readonly AboutConversation[]).filter((event) => event.type === type);
  const about = (type: { readonly type: string }, messageId: Id) => of(type).filter(({ data }) => data.messageId === messageId).length;
  const added = of(MessageAdded).map(({ data }) => data.messageId);
  // What is only edited does not change the conversation.
  const changes = events.length - of(MessageEdited).length;
  return [
    (events[0]?.type !== ConversationOpened.type || of(ConversationOpened).length > 1) && 'its events do not begin with its opening',
    added.join() !== messages.map(({ _id }) => _id).join() && `its events tell of ${added.length} messages, in another order or others than the ${messages.length} that are there`,
    changes !== version && `its version is ${version}, its events tell of ${changes} changes`,
    ...messages.flatMap(({ _id, deletedAt, version }) => [
      about(MessageDeleted, _id) !== (deletedAt ? 1 : 0) && `message ${_id} was ${deletedAt ? '' : 'not '}deleted, and its events tell otherwise`,
      1 + about(MessageEdited, _id) + about(MessageDeleted, _id) !== version && `message ${_id} has changed ${version - 1} times, its events tell otherwise`,
    ]),
    ...participants.map(({ userId, readUpToSeq }) => {
      const positions = of(ConversationRead).flatMap(({ data }) => (data.userId === userId ? [data.upToSeq!] : []));
      const forward = positions.every((position, index) => index === 0 || position > positions[index - 1]!);
      return (!forward || (positions.at(-1) ?? 0) !== readUpToSeq) && `${userId} has read up to ${readUpToSeq}, and went by ${positions.join(', ') || 'nothing'}`;
    }),
  ];
}
