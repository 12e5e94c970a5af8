import { graphql } from '../generated/index.js';
import type { TradeRole, TradeStatus } from '../generated/graphql.js';
import type { Caller } from './caller.js';
import type { Precautions } from './people.verbs.js';

const TradeParts = graphql(`
  fragment TradeParts on Trade {
    id
    version
    status
    rejectionReason
    completedAt
    confirmedAt
    conversation {
      id
    }
    requester {
      user {
        id
      }
      items {
        id
      }
    }
    owner {
      user {
        id
      }
      items {
        id
      }
    }
  }
`);
void TradeParts;

const ProposeTrade = graphql(`
  mutation ProposeTrade($input: ProposeTradeInput!, $idempotencyKey: String) {
    proposeTrade(input: $input, idempotencyKey: $idempotencyKey) {
      ...TradeParts
    }
  }
`);

const ExpressInterest = graphql(`
  mutation ExpressInterest($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {
    expressInterest(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {
      ...TradeParts
    }
  }
`);

const ConfirmTrade = graphql(`
  mutation ConfirmTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {
    confirmTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {
      ...TradeParts
    }
  }
`);

const CompleteTrade = graphql(`
  mutation CompleteTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {
    completeTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {
      ...TradeParts
    }
  }
`);

const RejectTrade = graphql(`
  mutation RejectTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {
    rejectTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {
      ...TradeParts
    }
  }
`);

const WithdrawTrade = graphql(`
  mutation WithdrawTrade($tradeId: ID!, $idempotencyKey: String, $expectedVersion: Int) {
    withdrawTrade(tradeId: $tradeId, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {
      ...TradeParts
    }
  }
`);

const SeeTrade = graphql(`
  query SeeTrade($tradeId: ID!) {
    tradeCursor(tradeId: $tradeId)
    trade(tradeId: $tradeId) {
      ...TradeParts
    }
  }
`);

const MyTrades = graphql(`
  query MyTrades($role: TradeRole, $status: TradeStatus) {
    myTrades(role: $role, status: $status, first: 100) {
      edges {
        node {
          ...TradeParts
        }
      }
    }
  }
`);

const TradeChanged = graphql(`
  subscription TradeChanged($tradeId: ID!, $after: String) {
    tradeChanged(tradeId: $tradeId, after: $after) {
      eventId
      cursor
      kind
      trade {
        status
      }
    }
  }
`);

type Named = { readonly id: string };

export const tradeVerbs = (me: Caller) => ({
  proposes: async ({ wants, gives = [], credits = 0 }: { wants: readonly Named[]; gives?: readonly Named[]; credits?: number }, precautions: Precautions = {}) => {
    const input = { requestedItemIds: wants.map(({ id }) => id), offeredItemIds: gives.map(({ id }) => id), offeredCredits: credits };
    return (await me.asks(ProposeTrade, { input, ...precautions })).proposeTrade!;
  },
  expressesInterest: async ({ id }: Named, precautions: Precautions = {}) => (await me.asks(ExpressInterest, { tradeId: id, ...precautions })).expressInterest!,
  confirms: async ({ id }: Named, precautions: Precautions = {}) => (await me.asks(ConfirmTrade, { tradeId: id, ...precautions })).confirmTrade!,
  completes: async ({ id }: Named, precautions: Precautions = {}) => (await me.asks(CompleteTrade, { tradeId: id, ...precautions })).completeTrade!,
  rejects: async ({ id }: Named, precautions: Precautions = {}) => (await me.asks(RejectTrade, { tradeId: id, ...precautions })).rejectTrade!,
  withdraws: async ({ id }: Named, precautions: Precautions = {}) => (await me.asks(WithdrawTrade, { tradeId: id, ...precautions })).withdrawTrade!,
  seesTrade: async ({ id }: Named) => (await me.asks(SeeTrade, { tradeId: id })).trade,
  tradeCursor: async ({ id }: Named) => (await me.asks(SeeTrade, { tradeId: id })).tradeCursor,
  ownTrades: async (role?: TradeRole, status?: TradeStatus) =>
    (await me.asks(MyTrades, { ...(role && { role }), ...(status && { status }) })).myTrades.edges.map(({ node }) => node),
  followsTrade: ({ id }: Named, after: string | null = null) => me.follows(TradeChanged, { tradeId: id, after }),
});
