import type { Fault } from './fault.js';

/** What does not happen together, and should. */
export const transactions: readonly Fault[] = [
  {
    name: 'lost-session',
    meaning: 'Items are written past the session, so outside the transaction.',
    edits: [
      {
        file: 'src/domains/items/items-in-trade.ts',
        from: 'updateLast(ItemModel, { filter: { _id: itemId, ...expected }, update, orElse: () => unavailable(itemId) });',
        to: 'void ItemModel.collection.updateOne({ _id: itemId, ...expected } as never, update as never);',
      },
    ],
    within: 50,
  },
  {
    name: 'event-after-commit',
    meaning: 'Events are written once the transaction is over, in no transaction.',
    edits: [
      { file: 'src/platform/events/events.ts', from: "new DoLast<Published>('events', (published) => this.write(published))", to: "new DoLast<Published>('events', async (published) => void currentTransaction()!.afterCommit.push(() => void inTransaction(() => this.write(published)).catch(() => undefined)))" },
    ],
    within: 50,
  },
  {
    name: 'number-before-transaction',
    meaning: 'The numbers of events are taken outside the transaction that writes them.',
    edits: [
      { file: 'src/platform/events/events.ts', from: 'import { currentTransaction,', to: 'import { apart, currentTransaction,' },
      { file: 'src/platform/events/events.ts', from: 'await this.numbers.take(counts)', to: 'await apart(() => this.numbers.take(counts))' },
    ],
    within: 50,
  },
  {
    name: 'answer-outside-transaction',
    meaning: 'The answer to an idempotency key is remembered after the transaction of its effect.',
    edits: [
      { file: 'src/platform/idempotency.ts', from: 'return await inTransaction(() => firstOrAgain(call, work), { turnOf: `call:${call.id}`, adoptsTurn: true });', to: 'const answer = (await inTransaction(work)) ?? null;\n    await AnswerModel.create({ _id: call.id, fingerprint: call.fingerprint, answer, at: now() });\n    return { answer, replayed: false };' },
    ],
    within: 50,
  },
  {
    name: 'commit-taken-for-granted',
    meaning: 'What is acknowledged is not known to be committed: when the commit fails, nobody is told.',
    edits: [
      { file: 'src/platform/transaction.ts', from: "if (!hasLabel(error, 'UnknownTransactionCommitResult') || attempt >= commitAttemptsAtMost) throw error;", to: 'return;' },
    ],
    within: 100,
  },
];
