import type { StreamEvent } from '../src/platform/events/index.js';
import type { Answer, DeedName } from './deeds.js';
import type { Step } from './history.js';
import type { Outcome, Play } from './play.js';
import type { Records } from './records.js';

export interface Complaint {
  /** Which promise was broken: a rule of ours, or an invariant of the system. */
  readonly rule: string;
  readonly what: string;
}

interface Deed {
  readonly step: Step;
  readonly outcome: Outcome;
}

type Done = Deed & { readonly answer: Answer };

/** What one history has left, beside what its people were told. */
class Case {
  readonly deeds: readonly Deed[];
  readonly people: readonly string[];

  constructor(
    readonly play: Play,
    readonly records: Records,
  ) {
    this.people = play.actors.map(({ id }) => id);
    this.deeds = play.history.steps.flatMap((step) => {
      const outcome = play.outcomes.get(step.id);
      return step.what === 'cut' || !outcome ? [] : [{ step, outcome }];
    });
  }

  done(...what: DeedName[]): Done[] {
    return this.deeds.flatMap((deed) => (deed.outcome.kind === 'done' && what.includes(deed.step.what as DeedName) ? [{ ...deed, answer: deed.outcome.answer }] : []));
  }

  /** Those that concern what the step before has created. */
  about(done: readonly Done[], creator: Done): Done[] {
    return done.filter(({ step }) => step.of[0] === creator.step.id);
  }

  events(stream: string, type: string, also: (data: Readonly<Record<string, unknown>>) => boolean = () => true): StreamEvent[] {
    return this.committed(stream, [type]).filter(({ data }) => also(data));
  }

  committed(stream: string, only: readonly string[] | null): StreamEvent<Readonly<Record<string, unknown>>>[] {
    return (streamsOf(this.records).get(stream) ?? []).filter(({ type }) => only === null || only.includes(type));
  }
}

/** Looked through for every history of a round; put in order once. */
const indexed = new WeakMap<Records, Map<string, StreamEvent<Readonly<Record<string, unknown>>>[]>>();

function streamsOf(records: Records) {
  let streams = indexed.get(records);
  if (!streams) {
    streams = new Map();
    for (const event of records.outbox) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
    indexed.set(records, streams);
  }
  return streams;
}

type Rule = (found: Case) => (string | false)[];

const sameSet = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join();

const creating = (deed: DeedName, plural: string, existing: (found: Case) => readonly string[]): Rule => (found) => {
  const told = found.done(deed).map(({ answer }) => answer.id!);
  return [!sameSet(told, existing(found)) && `${told.length} ${plural} were acknowledged (${told.join(', ')}), there are ${existing(found).length} (${existing(found).join(', ')})`];
};

/** Acknowledged moves beside the events of a trade. */
const moves: readonly (readonly [DeedName, string])[] = [
  ['express', 'TRADE_INTEREST_EXPRESSED'],
  ['confirm', 'TRADE_CONFIRMED'],
  ['complete', 'TRADE_COMPLETED'],
  ['withdraw', 'TRADE_WITHDRAWN'],
];

/** A domain adds a rule for what its people are told; what must hold of the data alone is an invariant of the domain itself. */
export const rules: Readonly<Record<string, Rule>> = {
  'every call is answered': ({ deeds }) => deeds.map(({ step, outcome }) => outcome.kind === 'unanswered' && `step ${step.id} was never answered`),

  'what is forbidden is refused': ({ deeds }) => deeds.map(({ step, outcome }) => step.forbidden && outcome.kind === 'done' && `step ${step.id} was allowed`),

  'the same key has the same answer': ({ deeds }) =>
    deeds.map(({ step, outcome }) => outcome.kind === 'done' && new Set(outcome.copies.map((copy) => JSON.stringify(copy))).size > 1 && `step ${step.id} was answered ${outcome.copies.map((copy) => JSON.stringify(copy)).join(' and ')}`),

  'what was acknowledged is remembered once, what was refused not at all': ({ deeds, play, records }) =>
    deeds.map(({ step, outcome }) => {
      if (step.what === 'refresh' || outcome.kind === 'skipped' || outcome.kind === 'unanswered') return false;
      const kept = records.answers.filter(({ _id }) => _id.endsWith(`/${play.key(step)}`)).length;
      const expected = outcome.kind === 'done' ? 1 : 0;
      return kept !== expected && `of step ${step.id}, which was ${outcome.kind}, ${kept} answers are kept`;
    }),

  'every acknowledged item is there once, and no other': creating('list', 'items', ({ records, people }) => records.items.flatMap(({ _id, ownerId }) => (people.includes(ownerId) ? [_id] : []))),
  'every acknowledged proposal is there once, and no other': creating('propose', 'trades', ({ records, people }) => records.trades.flatMap(({ _id, requester }) => (people.includes(requester.userId) ? [_id] : []))),
  'every acknowledged message is there once, and no other': creating('say', 'messages', ({ records, people }) => records.messages.flatMap(({ _id, senderId }) => (people.includes(senderId) ? [_id] : []))),

  'of those who compete for a move, one wins': (found) =>
    found.done('propose').flatMap((trade) => [
      ...moves.map(([deed]) => {
        const winners = found.about(found.done(deed), trade);
        return winners.length > 1 && `steps ${winners.map(({ step }) => step.id).join(' and ')} were both told that they ${deed} trade ${trade.step.id}`;
      }),
      found.about(found.done('confirm', 'reject', 'withdraw'), trade).length > 1 && `trade ${trade.step.id} was confirmed, rejected or withdrawn more than once`,
    ]),

  'every acknowledged move is an event, and no other': (found) =>
    found.done('propose').flatMap((trade) =>
      moves.map(([deed, type]) => {
        const [told, happened] = [found.about(found.done(deed), trade).length, found.events(`trade:${trade.answer.id}`, type).length];
        return told !== happened && `trade ${trade.step.id}: ${told}× ${deed} was acknowledged, ${happened}× ${type} happened`;
      }),
    ),

  'every acknowledged rejection is there': (found) =>
    found.done('propose').map((trade) => {
      const told = found.about(found.done('reject'), trade).length;
      const declined = found.records.trades.filter(({ _id, rejectionReason }) => _id === trade.answer.id && rejectionReason === 'DECLINED').length;
      return told !== declined && `trade ${trade.step.id} was rejected by its owner ${told} times, and says ${declined}`;
    }),

  'every acknowledged change of an item is an event, and no other': (found) =>
    found.done('list').flatMap((item) => {
      const count = (type: string) => new Set(found.people.flatMap((id) => found.events(`viewer:${id}`, type, ({ itemId }) => itemId === item.answer.id).map(({ eventId }) => eventId))).size;
      const told = (deed: DeedName) => found.about(found.done(deed), item).length;
      return [
        told('update') !== count('ITEM_UPDATED') && `item ${item.step.id}: ${told('update')} changes were acknowledged, ${count('ITEM_UPDATED')} happened`,
        told('archive') !== count('ITEM_ARCHIVED') && `item ${item.step.id} was taken down ${told('archive')} times, ${count('ITEM_ARCHIVED')} happened`,
        told('relist') + 1 !== count('ITEM_LISTED') && `item ${item.step.id} was listed again ${told('relist')} times, ${count('ITEM_LISTED')} listings happened`,
      ];
    }),

  'no change overwrites another': (found) =>
    ([['list', 'update', 'archive', 'relist'], ['say', 'edit'], ['propose', 'express', 'confirm', 'complete', 'reject', 'withdraw']] as const).flatMap(([creator, ...changes]) =>
      found.done(creator).map((created) => {
        const versions = [created, ...found.about(found.done(...changes), created)].map(({ answer }) => answer.version!);
        return new Set(versions).size < versions.length && `what step ${created.step.id} created was acknowledged with versions ${versions.join(', ')}`;
      }),
    ),

  'who insists on a version changes that one': ({ deeds }) =>
    deeds.map(({ step, outcome }) => outcome.kind === 'done' && step.what !== 'delete' && outcome.expectedVersion !== undefined && outcome.answer.version !== outcome.expectedVersion + 1 && `step ${step.id} insisted on version ${outcome.expectedVersion} and made ${outcome.answer.version}`),

  'what was last acknowledged is what is there': (found) => [
    ...found.done('list').map((item) => {
      const newest = last([item, ...found.about(found.done('update'), item)]);
      const there = found.records.items.find(({ _id }) => _id === item.answer.id);
      return there && there.title !== found.play.textOf(newest.step) && `item ${item.step.id} was last renamed by step ${newest.step.id}, and is called ${there.title}`;
    }),
    ...found.done('say').map((message) => {
      const newest = last([message, ...found.about(found.done('edit'), message)]);
      const deleted = found.about(found.done('delete'), message).length > 0;
      const there = found.records.messages.find(({ _id }) => _id === message.answer.id);
      const expected = deleted ? '' : found.play.textOf(newest.step);
      return there && there.content !== expected && `message ${message.step.id} should say “${expected}”, and says “${there.content}”`;
    }),
  ].map((complaint) => complaint ?? false),

  'reading goes as far as was acknowledged': (found) =>
    found.done('propose').flatMap((trade) =>
      found.play.actors.map(({ id }, who) => {
        const read = found.about(found.done('read'), trade).filter(({ step }) => step.who === who);
        const seqs = read.map(({ step }) => found.done('say').find((message) => message.step.id === step.of[1])?.answer.seq ?? 0);
        const position = found.records.participants.find(({ conversationId, userId }) => conversationId === trade.answer.conversation?.id && userId === id);
        return position !== undefined && position.readUpToSeq !== Math.max(0, ...seqs) && `participant ${who} has acknowledged ${seqs.join(', ')} of trade ${trade.step.id}, and stands at ${position.readUpToSeq}`;
      }),
    ),

  'a refresh token has one successor, and a session ends when that is acknowledged': (found) =>
    found.play.actors.flatMap(({ other }, who) => {
      const session = found.records.sessions.find(({ _id }) => _id === other.sessionId);
      const successors = new Set(found.done('refresh').flatMap(({ step, answer }) => (step.who === who ? [answer.refreshToken] : [])));
      const ended = found.done('endOther').some(({ step }) => step.who === who);
      return [
        (session?.generation ?? 0) !== successors.size && `the second session of ${who} got ${successors.size} refresh tokens, and is at generation ${session?.generation}`,
        successors.size > 1 && `one refresh token of ${who} got ${successors.size} successors`,
        (session?.endedAt != null) !== ended && `that the second session of ${who} ended was ${ended ? '' : 'not '}acknowledged, and is ${session?.endedAt ? '' : 'not '}so`,
      ];
    }),

  'subscribers hear what was committed, in order, none twice, and nothing after they lost the right': (found) =>
    found.play.feeds().map(({ actor, device, feed }) => {
      const committed = found.committed(feed.stream, feed.only);
      const end = committed.findIndex(({ type, data }) => type === 'SESSIONS_ENDED' && (data['sessionIds'] as string[]).includes(actor.other.sessionId));
      const lost = device === actor.other.device && end >= 0;
      const expected = (lost ? committed.slice(0, end) : committed).map(({ eventId }) => eventId);
      const heard = feed.received;
      if (lost && !device.shutOut && feed.ended === null) return `${feed.stream}: a device whose session ended is still let in`;
      if (lost) return heard.some((eventId, index) => eventId !== expected[index]) && `${feed.stream}: a device whose session ended heard ${describe(heard, committed)}`;
      return (heard.join() !== expected.join() || device.shutOut) && `${feed.stream}: heard ${describe(heard, committed)} of ${committed.length}${feed.ended ? `, ended by ${feed.ended}` : ''}${device.shutOut ? ', shut out' : ''}`;
    }),
};

const last = (changes: readonly Done[]): Done => changes.reduce((newest, change) => (change.answer.version! > newest.answer.version! ? change : newest));

const describe = (heard: readonly string[], committed: readonly StreamEvent[]): string =>
  heard.map((eventId) => committed.findIndex((event) => event.eventId === eventId) + 1 || 'something else').join(', ') || 'nothing';

export function judge(play: Play, records: Records): Complaint[] {
  const found = new Case(play, records);
  return Object.entries(rules).flatMap(([rule, complaintsOf]) => complaintsOf(found).flatMap((what) => (what ? [{ rule, what }] : [])));
}

/** Whether all that was committed on what its people follow has arrived. */
export function hasHeardAll(play: Play, records: Records): boolean {
  const found = new Case(play, records);
  return play.feeds().every(({ actor, device, feed }) => {
    if (device.shutOut || feed.ended !== null) return true;
    const committed = found.committed(feed.stream, feed.only);
    const end = device === actor.other.device ? committed.findIndex(({ type }) => type === 'SESSIONS_ENDED') : -1;
    return end < 0 && feed.received.length >= committed.length;
  });
}
