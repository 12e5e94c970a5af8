/** What a deed is given: the ids of what it is about, and a text that nobody else uses. */
export interface Given {
  readonly ids: readonly string[];
  readonly text: string;
  /** The newest version of the first thing it is about that anybody was told; only for those who insist on it. */
  readonly expectedVersion?: number | undefined;
  readonly upToSeq?: number | undefined;
  readonly refreshToken: string;
  readonly otherSessionId: string;
}

/** What every answer has in common. */
export interface Answer {
  readonly id?: string;
  readonly version?: number;
  readonly status?: string;
  readonly seq?: number;
  readonly conversation?: { readonly id: string };
  readonly refreshToken?: string;
}

interface Deed {
  /** The mutation's name. */
  readonly field: string;
  readonly takes: string;
  readonly answers: string;
  readonly variables: (given: Given) => object;
  /** What it says about the things it is given. */
  readonly story: (of: readonly string[]) => string;
}

const itemFields = 'id version status';
const tradeFields = 'id version status conversation { id }';
const messageFields = 'id version seq';

const moving = (field: string, verb: string): Deed => ({
  field,
  takes: 'tradeId: ID!, expectedVersion: Int',
  answers: tradeFields,
  variables: ({ ids, expectedVersion }) => ({ tradeId: ids[0], ...(expectedVersion !== undefined && { expectedVersion }) }),
  story: ([trade]) => `${verb} ${trade}`,
});

const ofItem = (field: string, verb: string): Deed => ({
  field,
  takes: 'itemId: ID!, expectedVersion: Int',
  answers: itemFields,
  variables: ({ ids, expectedVersion }) => ({ itemId: ids[0], ...(expectedVersion !== undefined && { expectedVersion }) }),
  story: ([item]) => `${verb} ${item}`,
});

/** Everything that people do in a history. A domain adds its mutations here. */
export const deeds = {
  list: {
    field: 'createItem',
    takes: 'input: CreateItemInput!',
    answers: itemFields,
    variables: ({ text }) => ({ input: { title: text, category: 'OTHER', condition: 'GOOD' } }),
    story: () => 'lists something',
  },
  update: {
    field: 'updateItem',
    takes: 'itemId: ID!, input: UpdateItemInput!, expectedVersion: Int',
    answers: itemFields,
    variables: ({ ids, text, expectedVersion }) => ({ itemId: ids[0], input: { title: text }, ...(expectedVersion !== undefined && { expectedVersion }) }),
    story: ([item]) => `renames ${item}`,
  },
  archive: ofItem('deleteItem', 'takes down'),
  relist: ofItem('relistItem', 'lists again'),
  propose: {
    field: 'proposeTrade',
    takes: 'input: ProposeTradeInput!',
    answers: tradeFields,
    variables: ({ ids: [wanted, ...offered] }) => ({ input: { requestedItemIds: [wanted], offeredItemIds: offered } }),
    story: ([wanted, ...offered]) => `proposes ${offered.join(' and ')} for ${wanted}`,
  },
  express: moving('expressInterest', 'is interested in'),
  confirm: moving('confirmTrade', 'confirms'),
  complete: moving('completeTrade', 'completes'),
  reject: moving('rejectTrade', 'rejects'),
  withdraw: moving('withdrawTrade', 'withdraws'),
  say: {
    field: 'sendMessage',
    takes: 'input: SendMessageInput!',
    answers: messageFields,
    variables: ({ ids, text }) => ({ input: { conversationId: ids[0], content: text } }),
    story: ([trade]) => `says something about ${trade}`,
  },
  edit: {
    field: 'editMessage',
    takes: 'input: EditMessageInput!, expectedVersion: Int',
    answers: messageFields,
    variables: ({ ids, text, expectedVersion }) => ({ input: { messageId: ids[0], content: text }, ...(expectedVersion !== undefined && { expectedVersion }) }),
    story: ([message]) => `edits ${message}`,
  },
  delete: {
    field: 'deleteMessage',
    takes: 'messageId: ID!, expectedVersion: Int',
    answers: messageFields,
    variables: ({ ids, expectedVersion }) => ({ messageId: ids[0], ...(expectedVersion !== undefined && { expectedVersion }) }),
    story: ([message]) => `deletes ${message}`,
  },
  read: {
    field: 'markRead',
    takes: 'input: MarkReadInput!',
    answers: 'id version',
    variables: ({ ids, upToSeq }) => ({ input: { conversationId: ids[0], upToSeq } }),
    story: ([trade, message]) => `has read about ${trade} up to ${message}`,
  },
  profile: {
    field: 'updateProfile',
    takes: 'input: UpdateProfileInput!',
    answers: 'id version',
    variables: ({ text }) => ({ input: { name: text } }),
    story: () => 'changes their name',
  },
  refresh: {
    field: 'refreshSession',
    takes: 'refreshToken: String',
    answers: 'refreshToken',
    variables: ({ refreshToken }) => ({ refreshToken }),
    story: () => 'refreshes the session of the second device',
  },
  endOther: {
    field: 'endSession',
    takes: 'sessionId: ID!',
    answers: 'id',
    variables: ({ otherSessionId }) => ({ sessionId: otherSessionId }),
    story: () => 'ends the session of the second device',
  },
} as const satisfies Record<string, Deed>;

export type DeedName = keyof typeof deeds;

export const deedOf = (name: DeedName): Deed => deeds[name];

export const documentOf = ({ field, takes, answers }: Deed): string => {
  const names = takes.split(', ').map((argument) => argument.split(':')[0]!);
  const given = [...names, 'idempotencyKey'].map((name) => `${name}: $${name}`).join(', ');
  return `mutation (${takes.replace(/(\w+):/g, '$$$1:')}, $idempotencyKey: String) { answer: ${field}(${given}) { ${answers} } }`;
};
