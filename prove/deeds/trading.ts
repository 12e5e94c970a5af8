import { type Deed, insisting } from './deed.js';

const itemFields = 'id version status';
const tradeFields = 'id version status conversation { id }';

const moving = (field: string, verb: string): Deed => ({
  field,
  takes: 'tradeId: ID!, expectedVersion: Int',
  answers: tradeFields,
  from: 'main',
  variables: (given) => ({ tradeId: given.ids[0], ...insisting(given) }),
  story: ([trade]) => `${verb} ${trade}`,
});

const ofItem = (field: string, verb: string): Deed => ({
  field,
  takes: 'itemId: ID!, expectedVersion: Int',
  answers: itemFields,
  from: 'main',
  variables: (given) => ({ itemId: given.ids[0], ...insisting(given) }),
  story: ([item]) => `${verb} ${item}`,
});

export const trading = {
  list: {
    field: 'createItem',
    takes: 'input: CreateItemInput!',
    answers: itemFields,
    from: 'main',
    variables: ({ text }) => ({ input: { title: text, category: 'OTHER', condition: 'GOOD' } }),
    story: () => 'lists something',
  },
  update: {
    field: 'updateItem',
    takes: 'itemId: ID!, input: UpdateItemInput!, expectedVersion: Int',
    answers: itemFields,
    from: 'main',
    variables: (given) => ({ itemId: given.ids[0], input: { title: given.text }, ...insisting(given) }),
    story: ([item]) => `renames ${item}`,
  },
  archive: ofItem('deleteItem', 'takes down'),
  relist: ofItem('relistItem', 'lists again'),
  propose: {
    field: 'proposeTrade',
    takes: 'input: ProposeTradeInput!',
    answers: tradeFields,
    from: 'main',
    variables: ({ ids: [wanted, ...offered] }) => ({ input: { requestedItemIds: [wanted], offeredItemIds: offered } }),
    story: ([wanted, ...offered]) => `proposes ${offered.join(' and ')} for ${wanted}`,
  },
  express: moving('expressInterest', 'is interested in'),
  confirm: moving('confirmTrade', 'confirms'),
  complete: moving('completeTrade', 'completes'),
  reject: moving('rejectTrade', 'rejects'),
  withdraw: moving('withdrawTrade', 'withdraws'),
} as const satisfies Record<string, Deed>;
