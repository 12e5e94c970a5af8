import mongoose, { type Connection } from 'mongoose';

import { ConversationModel, smallRoom } from '../../src/domains/conversations/conversation.entity.js';
import { participantId, ParticipantModel } from '../../src/domains/conversations/participant.entity.js';
import { ItemCategory, ItemCondition, ItemModel, ItemStatus, LookingFor } from '../../src/domains/items/item.entity.js';
import { OwnershipModel } from '../../src/domains/items/ownership.entity.js';
import { CredentialModel } from '../../src/domains/people/credential.entity.js';
import { hashPassword } from '../../src/domains/people/passwords.js';
import { Tokens } from '../../src/domains/people/tokens.js';
import { UserModel } from '../../src/domains/people/user.entity.js';
import { TradeModel, TradeStatus } from '../../src/domains/trades/trade.entity.js';
import { newId } from '../../src/platform/identity.js';
import { Role } from '../../src/platform/viewer.js';
import { type Answer, type Call, HttpClient } from '../load/http.js';
import type { Database } from './database.js';
import { GraphqlSocket } from './graphql-socket.js';
import { type Deal, inBatches, type Market, password, type Room } from './market.js';
import { compiled, startServer } from './process.js';
import type { System } from './system.js';

const secret = 'a-secret-of-the-bench-0123456789-abcdefgh';
const aDay = 24 * 60;

/** As production has it, but for what protects it from a single caller who is as busy as this one. */
export const ourVariables = (uri: string): Record<string, string> => ({
  MONGODB_URI: uri,
  JWT_SECRET: secret,
  HOST: '127.0.0.1',
  ACCESS_TOKEN_MINUTES: String(aDay),
  SOCKETS_PER_ADDRESS: '1000000',
  SOCKETS_PER_PERSON: '100000',
  SOCKET_MAX_MESSAGES_PER_SECOND: '100000',
  RATE_LIMIT_PER_PERSON: '1000000000',
  RATE_LIMIT_PER_ADDRESS: '1000000000',
});

export async function startOurs(database: Database, market: Market, place: string): Promise<System> {
  const uri = database.uri(`${place}-ours`);
  // Started first, so that the indexes are its own.
  const server = await startServer(compiled('main.js'), ourVariables(uri));
  const connection = await mongoose.createConnection(uri, { autoIndex: false, autoCreate: false }).asPromise();
  await sow(connection, market);
  const tokens = new Tokens(secret, aDay * 60);
  const tokenOf = ({ id }: { id: string }): string => tokens.sign({ _id: id, roles: [Role.CUSTOMER] }, newId(), new Date());
  const http = new HttpClient(server.url);
  const onTrade = (verb: string, { id, owner }: Deal): Call => graphql(`mutation Move($tradeId: ID!) { ${verb}(tradeId: $tradeId) { id status version } }`, { tradeId: id }, tokenOf(owner));
  const page = (variables: object): Call => graphql(itemsPage, variables);
  return {
    name: 'ours',
    server,
    market,
    tokenOf,
    firstPage: () => page({ first: 10 }),
    middlePage: async () => page({ first: 10, after: await cursorInTheMiddle(http, market.items.length) }),
    createItem: (by) =>
      graphql(createItem, { input: { title: 'Something new', description: 'As good as new, in its box.', category: 'HOME', condition: 'GOOD' } }, tokenOf(by)),
    logIn: ({ email }) => graphql(login, { input: { email, password } }),
    propose: ({ requester, offeredId, requestedId }) =>
      graphql(proposeTrade, { input: { offeredItemIds: [offeredId], requestedItemIds: [requestedId] } }, tokenOf(requester)),
    idOfProposed: (answer) => (answer as { data: { proposeTrade: { id: string } } }).data.proposeTrade.id,
    consider: (deal) => [onTrade('expressInterest', deal)],
    accept: (deal) => onTrade('confirmTrade', deal),
    complete: (deal) => onTrade('completeTrade', deal),
    connect: (person) => GraphqlSocket.connect(server.url, tokenOf(person)),
    stored: async () => {
      const items = await connection.collection('items').find().toArray();
      const trades = await connection.collection('trades').find().toArray();
      return {
        items: new Map(items.map(({ _id, ownerId, status }) => [String(_id), { ownerId: String(ownerId), taken: status !== ItemStatus.AVAILABLE }])),
        trades: new Map(trades.map(({ _id, status }) => [String(_id), stands[status as TradeStatus]])),
      };
    },
    stop: async () => {
      http.close();
      await server.stop();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

const stands = {
  [TradeStatus.PROPOSED]: 'open',
  [TradeStatus.NEGOTIATING]: 'open',
  [TradeStatus.CONFIRMED]: 'accepted',
  [TradeStatus.COMPLETED]: 'completed',
  [TradeStatus.REJECTED]: 'rejected',
  [TradeStatus.WITHDRAWN]: 'rejected',
} as const;

const itemsPage = /* GraphQL */ `
  query Items($first: Int, $after: String) {
    items(first: $first, after: $after) {
      edges { node { id title description category condition status imageUrls createdAt owner { id name avatarUrl } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
const createItem = /* GraphQL */ `
  mutation CreateItem($input: CreateItemInput!) { createItem(input: $input) { id title description category condition status createdAt } }
`;
const login = /* GraphQL */ `mutation Login($input: LoginInput!) { login(input: $input) { token refreshToken } }`;
const proposeTrade = /* GraphQL */ `mutation Propose($input: ProposeTradeInput!) { proposeTrade(input: $input) { id status version } }`;

export const graphql = (query: string, variables: object = {}, token?: string): Call => ({
  method: 'POST',
  path: '/graphql',
  token,
  body: JSON.stringify({ query, variables }),
  isGood: ({ status, text }: Answer) => status === 200 && !text.includes('"errors"'),
});

interface ItemsPage {
  readonly data: { readonly items: { readonly pageInfo: { readonly endCursor: string } } };
}

/** Walks there, as a client would: a cursor is nothing to make oneself. */
async function cursorInTheMiddle(http: HttpClient, items: number): Promise<string> {
  let after: string | null = null;
  for (let seen = 0; seen < items / 2; seen += 100) {
    const answer = (await http.call(graphql('query ($after: String) { items(first: 100, after: $after) { pageInfo { endCursor } } }', { after }))) as ItemsPage;
    after = answer.data.items.pageInfo.endCursor;
  }
  return after!;
}

/** Documents as our models say they are, and checked by them. */
async function sow(connection: Connection, { people, items, settled, open, rooms }: Market): Promise<void> {
  const passwordHash = await hashPassword(password);
  const once = { version: 1, createdAt: new Date(), updatedAt: new Date() };
  const write = async <T extends { readonly _id: string }>({ modelName, schema }: { modelName: string; schema: unknown }, documents: readonly object[]): Promise<void> => {
    const model = connection.model<T>(modelName, schema as never);
    await inBatches(documents, (batch) => model.insertMany(batch.map((document) => ({ ...once, ...document })) as never));
  };
  const trades = [...settled.map((deal) => tradeOf(deal, TradeStatus.COMPLETED)), ...open.map((deal) => tradeOf(deal, TradeStatus.NEGOTIATING))];
  await write(UserModel, people.map(({ id, name, email }) => ({ _id: id, name, email, emailKey: email, avatarUrl: null, roles: [Role.CUSTOMER], suspension: null, rightsChangedAt: null })));
  await write(CredentialModel, people.map(({ id }) => ({ _id: id, passwordHash, provedAt: null })));
  await write(ItemModel, items.map(({ id, ownerId, title, description, at, gone }) => ({
    _id: id,
    ownerId,
    title,
    description,
    category: ItemCategory.HOME,
    condition: ItemCondition.GOOD,
    lookingFor: LookingFor.FLEXIBLE,
    status: gone ? ItemStatus.TRADED : ItemStatus.AVAILABLE,
    createdAt: at,
    updatedAt: at,
  })));
  await write(OwnershipModel, items.map(({ id, ownerId }) => ({ itemId: id, seq: 1, ownerId })));
  await write(TradeModel, trades);
  await write(ConversationModel, [
    ...trades.map(({ conversationId, participantIds }) => conversationOf(conversationId, participantIds)),
    ...rooms.map((room) => conversationOf(room.id, idsIn(room))),
  ]);
  await write(ParticipantModel, [
    ...trades.flatMap(({ conversationId, participantIds }) => participantsOf(conversationId, participantIds)),
    ...rooms.flatMap((room) => participantsOf(room.id, idsIn(room))),
  ]);
}

const idsIn = (room: Room): string[] => room.people.map(({ id }) => id);

const opened = new Date();

const conversationOf = (_id: string, userIds: readonly string[]): object => ({
  _id,
  toldTo: userIds.length <= smallRoom ? userIds : [],
  lastSeq: 0,
  live: 0,
  lastMessageId: null,
  lastActivityAt: opened,
});

const participantsOf = (conversationId: string, userIds: readonly string[]): object[] =>
  userIds.map((userId) => ({ _id: participantId(conversationId, userId), conversationId, userId, readUpToSeq: 0, spoken: 0, read: 0, activeAt: opened }));

function tradeOf({ id, requester, owner, offeredId, requestedId }: Deal, status: TradeStatus) {
  const isOpen = status === TradeStatus.NEGOTIATING;
  return {
    _id: id,
    requester: { userId: requester.id, itemIds: [offeredId], credits: 0 },
    owner: { userId: owner.id, itemIds: [requestedId], credits: 0 },
    participantIds: [requester.id, owner.id],
    status,
    conversationId: newId(),
    openItemIds: isOpen ? [offeredId, requestedId] : [],
    ...(isOpen ? { openTerms: `${requester.id}/${requestedId}/${offeredId}/0` } : { confirmedAt: new Date(), completedAt: new Date() }),
  };
}
