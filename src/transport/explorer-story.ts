/** One saved operation of the explorer. Run from left to right they tell a whole barter. */
export interface Page {
  readonly name: string;
  /** In whose name; their token comes from the page on which they log in. */
  readonly as: 'ana' | 'ben' | null;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What later pages need of the answer: a name, and its path in `data`. */
  readonly keeps?: Readonly<Record<string, string>>;
}

const login = (name: 'ana' | 'ben'): Page => ({
  name: `${name} logs in`,
  as: null,
  query: `# Registered by the seed. Sends nothing but proves who you are; the pages in this name use the token.
mutation LogIn($input: LoginInput!) {
  login(input: $input) { token expiresAt user { id name } }
}`,
  variables: { input: { email: `${name}@barter.example`, password: 'let-us-trade' } },
  keeps: { [name]: 'login.token' },
});

const move = (name: string, as: 'ana' | 'ben', mutation: string): Page => ({
  name,
  as,
  query: `mutation ${mutation[0]!.toUpperCase()}${mutation.slice(1)}($tradeId: ID!) {
  ${mutation}(tradeId: $tradeId) {
    status
    requester { user { name } items { title status owner { name } } }
    owner { user { name } items { title status owner { name } } }
  }
}`,
  variables: { tradeId: '{{tradeId}}' },
});

const list = (name: 'ana' | 'ben', title: string): Page => ({
  name: `${name} lists`,
  as: name,
  query: `mutation List($input: CreateItemInput!) {
  createItem(input: $input) { id title status }
}`,
  variables: { input: { title, category: 'HOME', condition: 'GOOD' } },
  keeps: { [`${name}Item`]: 'createItem.id' },
});

export const story: readonly Page[] = [
  login('ana'),
  login('ben'),
  list('ana', 'Floor lamp'),
  list('ben', 'Oak chair'),
  {
    name: 'ana proposes',
    as: 'ana',
    query: `mutation Propose($input: ProposeTradeInput!) {
  proposeTrade(input: $input) { id status conversation { id } }
}`,
    variables: { input: { requestedItemIds: ['{{benItem}}'], offeredItemIds: ['{{anaItem}}'] } },
    keeps: { tradeId: 'proposeTrade.id', conversationId: 'proposeTrade.conversation.id' },
  },
  {
    name: 'ana listens',
    as: 'ana',
    query: `# Leave it running, and go on with the next pages. Add "after" with a cursor to replay.
subscription Listen($conversationId: ID!, $after: String) {
  messageAdded(conversationId: $conversationId, after: $after) { cursor kind message { seq content sender { name } } }
}`,
    variables: { conversationId: '{{conversationId}}' },
  },
  {
    name: 'ben says',
    as: 'ben',
    query: `mutation Say($input: SendMessageInput!) {
  sendMessage(input: $input) { id seq }
}`,
    variables: { input: { conversationId: '{{conversationId}}', content: 'How tall is the lamp?' } },
  },
  move('ben is interested', 'ben', 'expressInterest'),
  move('ben confirms', 'ben', 'confirmTrade'),
  move('ana completes', 'ana', 'completeTrade'),
  { name: 'errors', as: null, query: '# Every code that a refusal can have.\n{ errorCatalog { code meaning retryable } }' },
];
