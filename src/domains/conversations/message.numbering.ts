import { now } from '../../platform/clock.js';
import { DoLast } from '../../platform/do-last.js';
import type { Events, StreamEvent } from '../../platform/events/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import { orNotFound } from '../../platform/policy.js';
import { Recent } from '../../platform/recent.js';
import { currentTransaction, Overtaken } from '../../platform/transaction.js';
import { insertLast, updateLast } from '../../platform/write-last.js';
import { type Conversation, ConversationModel, movesUp } from './conversation.entity.js';
import { MessageAdded } from './conversation.events.js';
import { type Message, MessageModel } from './message.entity.js';
import { participantId, ParticipantModel } from './participant.entity.js';

/** What is true of a conversation until somebody says something in it, or leaves it. */
export type Place = Pick<Conversation, '_id' | 'toldTo' | 'lastSeq' | 'lastActivityAt'>;

interface Said {
  readonly message: Message;
  /** At the moment that becomes the conversation's last activity: whoever hears of it knows that as well. */
  readonly tell: (place: Place, moment: Date) => Promise<void>;
}

const rememberedAtMost = 10_000;

/**
 * Inserts messages at the end of the transaction, and numbers all that is said in one conversation with one write: people who talk
 * at once, and share a transaction, share that write. A process that has seen the last number does not ask for it again, just as with
 * the numbers of events: it writes on the condition that all that it remembers is still so.
 */
export class MessageNumbering {
  private readonly said = new DoLast<Said>('changes', (said) => this.numberAll(said));
  private readonly places = new Recent<Id, Place>(rememberedAtMost);

  constructor(events: Events) {
    events.onTold((_, told) => {
      for (const event of told) if (isMessageAdded(event)) this.heard(event);
    });
  }

  /** Its number is there when it is told of, and after the commit. */
  insert(message: Message, tell: Said['tell']): void {
    this.said.add({ message, tell });
  }

  private async numberAll(said: readonly Said[]): Promise<void> {
    for (const conversationId of new Set(said.map(({ message }) => message.conversationId)))
      await this.number(conversationId, said.filter(({ message }) => message.conversationId === conversationId));
  }

  private async number(conversationId: Id, said: readonly Said[]): Promise<void> {
    const moment = now();
    const before = await this.takeNumbers(conversationId, said, moment);
    said.forEach(({ message }, index) => {
      message.seq = before.lastSeq + 1 + index;
      insertLast(MessageModel, message);
    });
    noteAsSpoken(before, said, moment);
    for (const { tell } of said) await tell(before, moment);
    currentTransaction()!.afterCommit.push(() => this.remember({ ...before, lastSeq: before.lastSeq + said.length, lastActivityAt: moment }));
  }

  /** Answers the conversation as it was: the numbers after its last are ours. */
  private async takeNumbers(_id: Id, said: readonly Said[], moment: Date): Promise<Place> {
    const count = said.length;
    const update = { $inc: { lastSeq: count, live: count, version: count }, $set: { lastMessageId: said.at(-1)!.message._id, lastActivityAt: moment, updatedAt: moment } };
    const place = currentTransaction()!.isRetry ? undefined : this.places.get(_id);
    if (!place) return placeOf(orNotFound(await ConversationModel.findOneAndUpdate({ _id }, update, { returnDocument: 'before' }).lean<Conversation>()));
    updateLast(ConversationModel, { filter: place, update, orElse: () => this.overtaken(_id) });
    return place;
  }

  private overtaken(conversationId: Id): Overtaken {
    this.places.forget(conversationId);
    return new Overtaken();
  }

  private heard({ data: { conversationId, seq }, at }: StreamEvent<MessageAdded['data']>): void {
    const place = this.places.get(conversationId);
    if (place) this.remember({ ...place, lastSeq: seq, lastActivityAt: at });
  }

  private remember(place: Place): void {
    if (place.lastSeq > (this.places.get(place._id)?.lastSeq ?? 0)) this.places.set(place._id, place);
  }
}

const isMessageAdded = (event: StreamEvent): event is StreamEvent<MessageAdded['data']> => event.type === MessageAdded.type;

const placeOf = ({ _id, toldTo, lastSeq, lastActivityAt }: Conversation): Place => ({ _id, toldTo, lastSeq, lastActivityAt });

/** The write proves that each sender takes part; and the conversation moves up in the lists. */
function noteAsSpoken(before: Place, said: readonly Said[], moment: Date): void {
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
