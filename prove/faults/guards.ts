import type { Fault } from './fault.js';

/** Conditions that somebody forgot. */
export const guards: readonly Fault[] = [
  {
    name: 'lock-whatever-the-status',
    meaning: 'Confirming locks items without asking, in the filter of the write, whether they are available.',
    edits: [
      {
        file: 'src/domains/items/items-in-trade.ts',
        from: 'writeLast(itemId, { ownerId, status: ItemStatus.AVAILABLE }, {\n        $set: { status: ItemStatus.LOCKED',
        to: 'writeLast(itemId, {}, {\n        $set: { status: ItemStatus.LOCKED',
      },
    ],
    within: 100,
  },
  {
    name: 'rivals-stay',
    meaning: 'Confirming a trade does not reject the others that hold one of its items.',
    edits: [{ file: 'src/domains/trades/trade.service.ts', from: '      await this.rejectRivals(trade);\n', to: '' }],
    within: 50,
  },
  {
    name: 'complete-twice',
    meaning: 'A completed trade can be completed again, and its items change hands whoever has them.',
    edits: [
      { file: 'src/domains/trades/trade.service.ts', from: "      if (trade.status === TradeStatus.COMPLETED) throw refusal('ALREADY_COMPLETED');\n", to: '' },
      { file: 'src/domains/trades/trade.lifecycle.ts', from: '[TradeStatus.COMPLETED]: [],', to: '[TradeStatus.COMPLETED]: [TradeStatus.COMPLETED],' },
      { file: 'src/domains/items/items-in-trade.ts', from: '{ ownerId, status: ItemStatus.LOCKED, lockedByTradeId: tradeId }', to: '{}' },
    ],
    within: 50,
  },
  {
    name: 'one-sided-swap',
    meaning: 'Completing hands over what the requester gives, and not what they get.',
    edits: [{ file: 'src/domains/trades/trade.service.ts', from: 'await this.itemsInTrade.transfer(stakesOf(trade),', to: 'await this.itemsInTrade.transfer(stakesOf(trade).slice(0, 1),' }],
    within: 50,
  },
  {
    name: 'owner-not-recorded',
    meaning: 'The new owner of an item is not added to its history.',
    edits: [{ file: 'src/domains/items/items-in-trade.ts', from: '      await this.recordOwner(itemId, newOwnerId, tradeId);\n', to: '' }],
    within: 50,
  },
  {
    name: 'version-not-checked',
    meaning: 'Whoever names the version they have seen overwrites a newer one all the same.',
    edits: [{ file: 'src/platform/expected-version.ts', from: 'if (expected.version !== entity.version)', to: 'if (expected.version > entity.version + 1_000)' }],
    within: 100,
  },
  {
    name: 'no-unique-terms',
    meaning: 'The unique index on the terms of open trades is missing.',
    edits: [{ file: 'src/domains/trades/trade.entity.ts', from: '@index({ openTerms: 1 }, { unique: true, partial', to: '@index({ openTerms: 1 }, { partial' }],
    within: 100,
  },
  {
    name: 'deleted-can-be-edited',
    meaning: 'A message that was deleted can be edited, and then says something again.',
    edits: [{ file: 'src/domains/conversations/message.service.ts', from: "      if (message.deletedAt) throw refusal('NOT_FOUND');\n", to: '' }],
    within: 100,
  },
  {
    name: 'strangers-may-talk',
    meaning: 'Whoever knows a conversation may talk in it.',
    edits: [{ file: 'src/domains/conversations/message.numbering.ts', from: "      orElse: () => refusal('NOT_PARTICIPANT'),\n", to: '' }],
    within: 100,
  },
  {
    name: 'sent-again-said-twice',
    meaning: 'A message that is sent again, with another key, is said again: the unique index is missing.',
    edits: [{ file: 'src/domains/conversations/message.entity.ts', from: '  { unique: true, partialFilterExpression: { clientMessageId', to: '  { partialFilterExpression: { clientMessageId' }],
    within: 50,
  },
];
