import { newestOf, type Rule } from '../case.js';
import { creating } from './creating.js';

export const talkingRules = {
  'every acknowledged message is there once, and no other': creating('say', 'messages', ({ records, people }) => records.messages.flatMap(({ _id, senderId }) => (people.includes(senderId) ? [_id] : []))),

  'a message that is sent again, with another key, is the message that is there': (found) => {
    const said = found.done('say');
    return said.map(({ step, answer }) => {
      const first = said.find((other) => other.step.id === step.sameAs);
      return first && first.answer.id !== answer.id && `step ${step.id} sent the message of step ${first.step.id} again, and made ${answer.id} beside ${first.answer.id}`;
    });
  },

  'what a message last said is what it says': (found) => {
    const firstOf = new Map(found.done('say').map((message) => [message.answer.id!, message]));
    return [...firstOf.values()].map((message) => {
      const concerning = (what: 'edit' | 'delete') => found.done(what).filter(({ answer }) => answer.id === message.answer.id);
      const edits = concerning('edit');
      const newest = edits.length > 0 ? newestOf(edits) : message;
      const there = found.records.messages.find(({ _id }) => _id === message.answer.id);
      const expected = concerning('delete').length > 0 ? '' : found.play.textOf(newest.step);
      return there && there.content !== expected && `message ${message.step.id} should say “${expected}”, and says “${there.content}”`;
    });
  },

  'reading goes as far as was acknowledged': (found) =>
    found.done('propose').flatMap((trade) =>
      found.play.actors.map(({ id }, who) => {
        const read = found.about(found.done('read'), trade).filter(({ step }) => step.who === who);
        const seqs = read.map(({ step }) => found.done('say').find((message) => message.step.id === step.of[1])?.answer.seq ?? 0);
        const position = found.records.participants.find(({ conversationId, userId }) => conversationId === trade.answer.conversation?.id && userId === id);
        return position !== undefined && position.readUpToSeq !== Math.max(0, ...seqs) && `participant ${who} has acknowledged ${seqs.join(', ')} of trade ${trade.step.id}, and stands at ${position.readUpToSeq}`;
      }),
    ),
} as const satisfies Readonly<Record<string, Rule>>;
