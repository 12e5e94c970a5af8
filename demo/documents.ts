import { graphql } from './generated/index.js';

export const Register = graphql(`
  mutation DemoRegister($input: RegisterInput!) {
    register(input: $input) {
      token
      user {
        id
        name
      }
    }
  }
`);

export const CreateItem = graphql(`
  mutation DemoCreateItem($input: CreateItemInput!, $idempotencyKey: String) {
    createItem(input: $input, idempotencyKey: $idempotencyKey) {
      id
      title
      status
    }
  }
`);

export const ProposeTrade = graphql(`
  mutation DemoProposeTrade($input: ProposeTradeInput!) {
    proposeTrade(input: $input) {
      id
      status
      conversation {
        id
      }
    }
  }
`);

export const ExpressInterest = graphql(`
  mutation DemoExpressInterest($tradeId: ID!) {
    expressInterest(tradeId: $tradeId) {
      id
      status
    }
  }
`);

export const ConfirmTrade = graphql(`
  mutation DemoConfirmTrade($tradeId: ID!) {
    confirmTrade(tradeId: $tradeId) {
      id
      status
    }
  }
`);

export const CompleteTrade = graphql(`
  mutation DemoCompleteTrade($tradeId: ID!) {
    completeTrade(tradeId: $tradeId) {
      id
      status
      requester {
        items {
          title
          owner {
            name
          }
        }
      }
      owner {
        items {
          title
          owner {
            name
          }
        }
      }
    }
  }
`);

export const SendMessage = graphql(`
  mutation DemoSendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      id
      seq
    }
  }
`);

export const TradeStatus = graphql(`
  query DemoTradeStatus($tradeId: ID!) {
    trade(tradeId: $tradeId) {
      status
      rejectionReason
    }
  }
`);

export const ConversationCursor = graphql(`
  query DemoConversationCursor($conversationId: ID!) {
    conversationCursor(conversationId: $conversationId)
  }
`);

export const MessageAdded = graphql(`
  subscription DemoMessageAdded($conversationId: ID!, $after: String) {
    messageAdded(conversationId: $conversationId, after: $after) {
      cursor
      message {
        seq
        content
        sender {
          name
        }
      }
    }
  }
`);

export const DevInbox = graphql(`
  query DemoInbox($to: String!) {
    devInbox(to: $to, first: 1) {
      edges {
        node {
          text
        }
      }
    }
  }
`);

export const VerifyEmail = graphql(`
  mutation DemoVerify($input: VerifyEmailInput!) {
    verifyEmail(input: $input) {
      id
    }
  }
`);
