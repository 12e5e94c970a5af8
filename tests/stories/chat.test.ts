import mongoose from 'mongoose';
import { describe, expect, test, vi } from 'vitest';

import { minuteOf } from '../../src/domains/conversations/conversation.entity.js';
import type { OutboxEvent } from '../../src/platform/events/index.js';
import { newId } from '../../src/platform/identity.js';
import { removeFrom } from '../testkit/chat.verbs.js';
import { type Person, people, race, theApp, useApp } from '../testkit/index.js';
import { suddenlyLater } from '../testkit/time.js';

useApp();

/** Two people with a trade, and so with something to talk about. */
async function talk(ana: Person, ben: Person) {
  const [lamp, chair] = [await ana.lists(), await ben.lists()];
  const trade = await ana.proposes({ wants: [chair], gives: [lamp] });
  return { trade, conversation: trade.conversation };
}

const seqs = (page: { edges: { node: { seq: number } }[] }) => page.edges.map(({ node }) => node.seq);

describe('a conversation', () => {
  test('comes with its trade, knows it, and begins empty', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { trade, conversation } = await talk(ana, ben);
    expect(await ben.seesConversation(conversation)).toMatchObject({ trade: { id: trade.id }, unreadCount: 0, lastSeq: 0, lastMessage: null });
    expect((await ana.ownConversations()).map(({ id }) => id)).toEqual([conversation.id]);
  });

  test('numbers what is said, without gaps, however many speak at once', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const { won } = await race(40, (runner) => (runner % 2 ? ana : ben).says(conversation, `Word ${runner}`));
    expect(won.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    const page = await ana.readsMessages(conversation);
    expect(seqs(page)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(await ana.seesConversation(conversation)).toMatchObject({ unreadCount: 20, lastSeq: 40, lastMessage: { content: page.edges.at(-1)!.node.content } });
  });

  test('is told to those whom it has to tell, whatever a server remembers of it', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    await ana.says(conversation, 'To both');
    await removeFrom(conversation, ben);
    await ana.says(conversation, 'To myself');
    const outbox = mongoose.connection.collection<OutboxEvent<{ conversationId?: string; seq?: number }>>('outbox');
    const last = await outbox.findOne({ 'data.conversationId': conversation.id, 'data.seq': 2 });
    expect(last!.streams.map(({ name }) => name)).toEqual([`conversation:${conversation.id}`, `viewer:${ana.id}`]);
  });

  test('of a larger room stands in the minute of its last message, though another server has heard of that in the next one', async () => {
    const everybody = Object.values(await people('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'));
    const room = { id: newId() };
    await theApp().services.conversations.open(everybody.map(({ id }) => id), room.id);
    const other = await theApp().another();
    const [ana, ben] = [everybody[0]!, everybody[1]!.asksAt(other.url)];
    const nextMinute = (minuteOf(new Date()) + 2) * 60_000;
    const itIs = (secondsAfterwards: number) => suddenlyLater((nextMinute - Date.now()) / 1000 + secondsAfterwards);
    const hearing = ben.followsMessages(room, await ben.conversationCursor(room));
    itIs(-20);
    await ben.says(room, 'Remembered there');
    itIs(-10);
    const { events } = theApp().services;
    const publish = events.publish.bind(events);
    const late = vi.spyOn(events, 'publish').mockImplementation((...what) => {
      itIs(10);
      return publish(...what);
    });
    await ana.says(room, 'Said in one minute, and told in the next');
    late.mockRestore();
    await hearing.nextOnes(2);
    itIs(20);
    await ben.says(room, 'Said in the next');
    const stands = await mongoose.connection.collection<{ _id: string; lastActivityAt: Date }>('conversations').findOne({ _id: room.id });
    const lists = await mongoose.connection.collection<{ conversationId: string; activeAt: Date }>('participants').find({ conversationId: room.id }).toArray();
    expect(lists.map(({ activeAt }) => minuteOf(activeAt))).toEqual(everybody.map(() => minuteOf(stands!.lastActivityAt)));
    await ben.hangsUp();
  });

  test('is read backwards from its end', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    for (let n = 1; n <= 7; n++) await ana.says(conversation, `Word ${n}`);
    const newest = await ben.readsMessages(conversation, { last: 3 });
    expect(seqs(newest)).toEqual([5, 6, 7]);
    const before = await ben.readsMessages(conversation, { last: 3, before: newest.pageInfo.startCursor ?? null });
    expect(seqs(before)).toEqual([2, 3, 4]);
    expect(seqs(await ben.readsMessages(conversation, { first: 2, after: before.pageInfo.endCursor ?? null }))).toEqual([5, 6]);
  });

  test('that moves up while its list is walked is shown once at most, and told of in any case', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const talks: { id: string }[] = [];
    for (let n = 0; n < 6; n++) talks.push((await talk(ana, ben)).conversation);
    const ids = talks.map(({ id }) => id).reverse();

    const first = await ana.pageOfConversations({ first: 2 });
    await ben.says({ id: ids[0]! }, 'Of one that was shown');
    await ben.says({ id: ids[3]! }, 'Of one that was not');
    const second = await ana.pageOfConversations({ first: 2, after: first.pageInfo.endCursor! });
    await ben.says({ id: ids[5]! }, 'Of the last');
    const third = await ana.pageOfConversations({ first: 2, after: second.pageInfo.endCursor! });
    expect([first.ids, second.ids, third.ids]).toEqual([[ids[0], ids[1]], [ids[2], ids[4]], []]);

    const moved = await ana.pageOfConversations({ last: 50, before: first.pageInfo.startCursor! });
    expect(moved.ids).toEqual([ids[5], ids[3], ids[0]]);
    const told = await ana.followsMovingConversations(first.viewerCursor).nextOnes(3);
    expect(told.map(({ viewerEvents }) => viewerEvents.conversation?.id)).toEqual([ids[0], ids[3], ids[5]]);
    await ana.hangsUp();
  });

  test('refuses what is blank or too long, and says nothing of it', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    for (const content of ['', '   ', 'x'.repeat(4001)]) {
      await expect(ana.says(conversation, content)).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.content'] });
    }
    expect(await ana.seesConversation(conversation)).toMatchObject({ lastSeq: 0 });
  });

  test('says once what its sender sends again', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const { won, lost } = await race(20, () => ana.says(conversation, 'Hello?', { clientMessageId: 'one' }));
    expect(lost).toEqual([]);
    expect(new Set(won.map(({ id }) => id)).size).toBe(1);
    const again = await race(10, (n) => ana.says(conversation, 'Hello!', { clientMessageId: 'two', idempotencyKey: `key ${n}` }));
    expect([again.lost, new Set(again.won.map(({ id }) => id)).size]).toEqual([[], 1]);
    expect(await ben.seesConversation(conversation)).toMatchObject({ lastSeq: 2, unreadCount: 2 });
    expect((await ben.says(conversation, 'Yes?', { clientMessageId: 'one' })).seq).toBe(3);
  });

  test('takes operators for the text they are, and markup out', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const said = await ana.says(conversation, '{"$gt":""} <script>alert(1)</script> __proto__, 3 < 4');
    expect(said.content).toBe('{"$gt":""} alert(1) __proto__, 3 < 4');
    await expect(ana.says(conversation, '<img src=x onerror=alert(1)>')).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.content'] });
    await expect(ana.seesConversation({ id: '{"$gt":""}' })).rejects.toHaveCode('NOT_FOUND');
  });
});

describe('reading', () => {
  test('goes forward only, and tells the others', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    for (let n = 1; n <= 5; n++) await ana.says(conversation, `Word ${n}`);
    const heard = ana.followsReading(conversation, await ana.conversationCursor(conversation));
    expect((await ben.hasRead(conversation, 3)).unreadCount).toBe(2);
    expect((await ben.hasRead(conversation, 2)).unreadCount).toBe(2);
    expect((await ben.hasRead(conversation, 5)).unreadCount).toBe(0);
    expect((await heard.nextOnes(2)).map(({ conversationRead }) => [conversationRead.user.id, conversationRead.upToSeq])).toEqual([[ben.id, 3], [ben.id, 5]]);
    await expect(ben.hasRead(conversation, 6)).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.upToSeq'] });
    const { edges } = await ana.readsMessages(conversation);
    expect(edges.every(({ node }) => node.readBy.length === 1 && node.readBy[0]!.id === ben.id)).toBe(true);
    await ana.hangsUp();
  });

  test('keeps counting right through anything that happens', { timeout: 120_000 }, async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const said: { id: string; sender: Person }[] = [];
    let random = 7;
    const next = (below: number) => (random = (random * 16807) % 2147483647) % below;
    for (let step = 0; step < 150; step++) {
      const person = next(2) ? ana : ben;
      const choice = next(10);
      if (choice < 6 || said.length === 0) said.push({ id: (await person.says(conversation, `Step ${step}`)).id, sender: person });
      else if (choice < 8) await person.hasRead(conversation, 1 + next(said.length));
      else {
        const message = said[next(said.length)]!;
        await message.sender.deletes(message);
      }
    }
    for (const person of [ana, ben]) {
      const seen = await person.seesConversation(conversation);
      const { readUpToSeq } = seen.participants.find(({ user }) => user.id === person.id)!;
      const stored = mongoose.connection.collection('messages');
      expect(seen.unreadCount).toBe(await stored.countDocuments({ conversationId: conversation.id, seq: { $gt: readUpToSeq }, senderId: { $ne: person.id }, deletedAt: null }));
      const newest = await stored.findOne({ conversationId: conversation.id, deletedAt: null }, { sort: { seq: -1 } });
      expect(seen.lastMessage?.id ?? null).toBe(newest?._id ?? null);
    }
  });
});

describe('edits and deletions', () => {
  test('leave a mark, keep the number, and reach those who listen', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const cursor = await ben.conversationCursor(conversation);
    const first = await ana.says(conversation, 'Helo');
    const second = await ana.says(conversation, 'Never mind');
    expect(await ana.corrects(first, 'Hello')).toMatchObject({ content: 'Hello', editedAt: expect.any(String) as string });
    expect(await ana.deletes(second)).toMatchObject({ seq: 2, content: '', deletedAt: expect.any(String) as string });
    expect(await ben.seesConversation(conversation)).toMatchObject({ lastSeq: 2, unreadCount: 1, lastMessage: { id: first.id } });
    const heard = await ben.followsMessages(conversation, cursor).nextOnes(4);
    expect(heard.map(({ messageAdded }) => messageAdded.kind)).toEqual(['MESSAGE_ADDED', 'MESSAGE_ADDED', 'MESSAGE_EDITED', 'MESSAGE_DELETED']);
    await expect(ben.corrects(first, 'Ha')).rejects.toHaveCode('NOT_OWNER');
    await expect(ben.deletes(first)).rejects.toHaveCode('NOT_OWNER');
    await expect(ana.corrects(second, 'Back')).rejects.toHaveCode('NOT_FOUND');
    expect((await ana.deletes(second)).seq).toBe(2);
    await ben.hangsUp();
  });
});

describe('a stranger', () => {
  test('hears nothing, says nothing, and deletes nothing', async () => {
    const { ana, ben, eve } = await people('ana', 'ben', 'eve');
    const { conversation } = await talk(ana, ben);
    const message = await ana.says(conversation, 'Between us');
    await expect(eve.seesConversation(conversation)).rejects.toHaveCode('NOT_PARTICIPANT');
    await expect(eve.readsMessages(conversation)).rejects.toHaveCode('NOT_PARTICIPANT');
    await expect(eve.says(conversation, 'Me too')).rejects.toHaveCode('NOT_PARTICIPANT');
    await expect(eve.hasRead(conversation, 1)).rejects.toHaveCode('NOT_PARTICIPANT');
    await expect(eve.followsMessages(conversation).next()).rejects.toHaveCode('NOT_PARTICIPANT');
    await expect(eve.deletes(message)).rejects.toHaveCode('NOT_PARTICIPANT');
    expect(await eve.ownConversations()).toEqual([]);
    expect(await ana.seesConversation(conversation)).toMatchObject({ lastSeq: 1 });
    await eve.hangsUp();
  });

  test('who was taking part and no longer does hears nothing more', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const heard = ben.followsMessages(conversation, await ben.conversationCursor(conversation));
    await ana.says(conversation, 'Still here?');
    expect((await heard.next()).messageAdded.message?.content).toBe('Still here?');
    await removeFrom(conversation, ben);
    await ana.says(conversation, 'Gone');
    await expect(heard.next()).rejects.toHaveCode('ACCESS_REVOKED');
    await ben.hangsUp();
  });
});

describe('over a socket', () => {
  test('sending answers, and the sender hears it once', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const heard = ana.followsMessages(conversation, await ana.conversationCursor(conversation));
    const sent = await ana.saysOverSocket(conversation, 'Here', { clientMessageId: 'a' });
    await ben.says(conversation, 'There');
    const ids = (await heard.nextOnes(2)).map(({ messageAdded }) => messageAdded.message?.id);
    expect(ids[0]).toBe(sent.id);
    expect(heard.unread).toBe(0);
    await ana.hangsUp();
  });

  test('what was said through one server is heard through the other; a cut costs nothing', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { conversation } = await talk(ana, ben);
    const other = await theApp().another();
    const cursor = await ben.conversationCursor(conversation);
    const benElsewhere = ben.asksAt(other.url);
    const first = benElsewhere.followsMessages(conversation, cursor);
    await ana.says(conversation, 'One');
    const one = (await first.next()).messageAdded;
    expect(one.message?.content).toBe('One');
    await benElsewhere.hangsUp();
    await ana.asksAt(other.url).says(conversation, 'Two');
    await ana.says(conversation, 'Three');
    const again = ben.followsMessages(conversation, one.cursor);
    expect((await again.nextOnes(2)).map(({ messageAdded }) => messageAdded.message?.content)).toEqual(['Two', 'Three']);
    await ben.hangsUp();
  });
});
