import mongoose from 'mongoose';
import { expect } from 'vitest';

type Row = Readonly<Record<string, unknown>> & { readonly _id: unknown };

const collections = ['items', 'ownerships', 'trades', 'conversations', 'messages', 'outbox', 'streams', 'answers'] as const;
export type Picture = Readonly<Record<(typeof collections)[number], Row[]>>;

/** Everything that mutations can change, byte for byte. */
export async function picture(): Promise<Picture> {
  const rows = await Promise.all(collections.map((name) => mongoose.connection.collection<Row>(name).find().sort({ _id: 1 }).toArray()));
  return Object.fromEntries(collections.map((name, index) => [name, rows[index]])) as unknown as Picture;
}

/** Puts everything back as it was, or away; the people stay. */
export async function restore(earlier: Partial<Picture> = {}): Promise<void> {
  for (const name of collections) {
    const collection = mongoose.connection.collection<Row>(name);
    await collection.deleteMany({});
    const rows = earlier[name] ?? [];
    if (rows.length > 0) await collection.insertMany(rows);
  }
}

/** What must hold in any committed state, whoever raced and whatever died. */
export async function assertConsistent(): Promise<void> {
  const { items, ownerships, trades, conversations, messages, outbox, streams } = await picture();

  for (const { _id, ownerId, status, lockedByTradeId } of items) {
    const owners = ownerships.filter(({ itemId }) => itemId === _id).sort(bySeq);
    expect(owners.map(({ seq }) => seq), `ownership history of item ${String(_id)}`).toEqual(numbers(owners.length));
    expect(owners.at(-1)?.['ownerId'], `owner of item ${String(_id)}`).toBe(ownerId);
    const holding = trades.filter((trade) => trade['status'] === 'CONFIRMED' && itemsOf(trade).includes(_id));
    expect(holding.map((trade) => trade._id), `who holds item ${String(_id)}`).toEqual(status === 'LOCKED' ? [lockedByTradeId] : []);
  }

  expect(trades.map(({ conversationId }) => conversationId).sort(), 'a conversation for each trade').toEqual(conversations.map(({ _id }) => _id).sort());
  for (const { _id, lastSeq } of conversations) {
    const said = messages.filter(({ conversationId }) => conversationId === _id).sort(bySeq);
    expect(said.map(({ seq }) => seq), `what was said in ${String(_id)}`).toEqual(numbers(lastSeq as number));
  }

  for (const { _id, seq } of streams) {
    const events = outbox.filter(({ stream }) => stream === _id).sort(bySeq);
    expect(events.map((event) => event['seq']), `stream ${String(_id)}`).toEqual(numbers(seq as number));
  }
  for (const trade of trades) expect(lastEvent(outbox, `trade:${String(trade._id)}`), 'the log tells the state').toBe(eventOf[trade['status'] as string]);
}

const eventOf: Readonly<Record<string, string>> = {
  PROPOSED: 'TRADE_PROPOSED',
  NEGOTIATING: 'TRADE_INTEREST_EXPRESSED',
  CONFIRMED: 'TRADE_CONFIRMED',
  COMPLETED: 'TRADE_COMPLETED',
  REJECTED: 'TRADE_REJECTED',
  WITHDRAWN: 'TRADE_WITHDRAWN',
};

const lastEvent = (outbox: readonly Row[], name: string) => outbox.filter(({ stream }) => stream === name).sort(bySeq).at(-1)?.['type'];

const itemsOf = ({ requester, owner }: Row): unknown[] => [requester, owner].flatMap((side) => (side as { itemIds: unknown[] }).itemIds);

const bySeq = (one: Row, other: Row) => (one['seq'] as number) - (other['seq'] as number);

const numbers = (howMany: number) => Array.from({ length: howMany }, (_, index) => index + 1);
