import { logsOf, type StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { flagged, grouped, type Invariant, invariant, type Scope } from '../../platform/invariants/index.js';
import { type Conversation, ConversationModel } from './conversation.entity.js';
import { ConversationOpened, ConversationRead, conversationStream, MessageAdded, MessageDeleted, MessageEdited } from './conversation.events.js';
import { type Message, MessageModel } from './message.entity.js';

/** Rebuilding a longer one from its events would take too long for a look at the whole system. */
const longestRebuilt = 1_000;

export const conversationInvariants: readonly Invariant[] = [
  invariant<Conversation>('conversation.counts', {
    promise: 'Messages are numbered without a gap; the last one, and what each participant has not read, is what counting anew tells.',
    over: ConversationModel,
    violations: async (conversations, scope) => {
      const found = [];
      for (const conversation of conversations) found.push(...flagged([conversation], await complaintsAbout(conversation, scope)));
      return found;
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
    violations: async (conversations, { bound }) => {
      const nameOf = ({ _id }: Conversation) => conversationStream(_id).name;
      const eventsOf = grouped(await logsOf(conversations.map(nameOf), bound), ({ stream }) => stream);
      const messages = await MessageModel.find({ conversationId: { $in: conversations.map(({ _id }) => _id) } }, null, bound).sort({ conversationId: 1, seq: 1 }).lean<Message[]>();
      const messagesOf = grouped(messages, ({ conversationId }) => conversationId);
      return flagged(conversations, (conversation) => contradictions(conversation, messagesOf(conversation._id), eventsOf(nameOf(conversation))));
    },
  }),
];

interface Recount {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly lastKept: number;
  readonly unread: Readonly<Record<string, number>>;
}

async function complaintsAbout({ _id, lastSeq, lastMessageId, participants }: Conversation, { bound }: Scope) {
  const kept = { $eq: [{ $ifNull: ['$deletedAt', null] }, null] };
  const unread = ({ userId, readUpToSeq }: { userId: Id; readUpToSeq: number }) => ({
    $sum: { $cond: [{ $and: [kept, { $ne: ['$senderId', userId] }, { $gt: ['$seq', readUpToSeq] }] }, 1, 0] },
  });
  const [counted] = await MessageModel.aggregate<Recount & Readonly<Record<string, number>>>([
    { $match: { conversationId: _id } },
    {
      $group: {
        _id: null,
        count: { $sum: 1 },
        first: { $min: '$seq' },
        last: { $max: '$seq' },
        lastKept: { $max: { $cond: [kept, '$seq', 0] } },
        ...Object.fromEntries(participants.map((participant, index) => [`unread${index}`, unread(participant)])),
      },
    },
  ]).option(bound);
  const { count = 0, first = 1, last = 0, lastKept = 0 } = counted ?? {};
  const newest = lastKept === 0 ? null : await MessageModel.findOne({ conversationId: _id, seq: lastKept }, { _id: 1 }, bound).lean<Message>();
  return () => [
    (count !== lastSeq || last !== lastSeq || (count > 0 && first !== 1)) && `it counts ${lastSeq} messages; there are ${count}, numbered ${first} to ${last}`,
    (newest?._id ?? null) !== lastMessageId && `its last message is ${lastMessageId}, the newest that was not deleted ${newest?._id ?? 'none'}`,
    ...participants.map((participant, index) => {
      const recount = counted?.[`unread${index}`] ?? 0;
      return recount !== participant.unread && `${participant.userId} has ${participant.unread} unread messages, counted anew ${recount}`;
    }),
  ];
}

type AboutConversation = StreamEvent<{ messageId?: Id; userId?: Id; upToSeq?: number }>;

function contradictions({ version, participants }: Conversation, messages: readonly Message[], events: readonly StreamEvent[]) {
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
