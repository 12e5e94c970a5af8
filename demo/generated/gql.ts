/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation DemoRegister($input: RegisterInput!) {\n    register(input: $input) {\n      token\n      user {\n        id\n        name\n      }\n    }\n  }\n": typeof types.DemoRegisterDocument,
    "\n  mutation DemoCreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      title\n      status\n    }\n  }\n": typeof types.DemoCreateItemDocument,
    "\n  mutation DemoProposeTrade($input: ProposeTradeInput!) {\n    proposeTrade(input: $input) {\n      id\n      status\n      conversation {\n        id\n      }\n    }\n  }\n": typeof types.DemoProposeTradeDocument,
    "\n  mutation DemoExpressInterest($tradeId: ID!) {\n    expressInterest(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n": typeof types.DemoExpressInterestDocument,
    "\n  mutation DemoConfirmTrade($tradeId: ID!) {\n    confirmTrade(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n": typeof types.DemoConfirmTradeDocument,
    "\n  mutation DemoCompleteTrade($tradeId: ID!) {\n    completeTrade(tradeId: $tradeId) {\n      id\n      status\n      requester {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n      owner {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.DemoCompleteTradeDocument,
    "\n  mutation DemoSendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      id\n      seq\n    }\n  }\n": typeof types.DemoSendMessageDocument,
    "\n  query DemoTradeStatus($tradeId: ID!) {\n    trade(tradeId: $tradeId) {\n      status\n      rejectionReason\n    }\n  }\n": typeof types.DemoTradeStatusDocument,
    "\n  query DemoConversationCursor($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n  }\n": typeof types.DemoConversationCursorDocument,
    "\n  subscription DemoMessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      cursor\n      message {\n        seq\n        content\n        sender {\n          name\n        }\n      }\n    }\n  }\n": typeof types.DemoMessageAddedDocument,
    "\n  query DemoInbox($to: String!) {\n    devInbox(to: $to, first: 1) {\n      edges {\n        node {\n          text\n        }\n      }\n    }\n  }\n": typeof types.DemoInboxDocument,
    "\n  mutation DemoVerify($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n": typeof types.DemoVerifyDocument,
};
const documents: Documents = {
    "\n  mutation DemoRegister($input: RegisterInput!) {\n    register(input: $input) {\n      token\n      user {\n        id\n        name\n      }\n    }\n  }\n": types.DemoRegisterDocument,
    "\n  mutation DemoCreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      title\n      status\n    }\n  }\n": types.DemoCreateItemDocument,
    "\n  mutation DemoProposeTrade($input: ProposeTradeInput!) {\n    proposeTrade(input: $input) {\n      id\n      status\n      conversation {\n        id\n      }\n    }\n  }\n": types.DemoProposeTradeDocument,
    "\n  mutation DemoExpressInterest($tradeId: ID!) {\n    expressInterest(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n": types.DemoExpressInterestDocument,
    "\n  mutation DemoConfirmTrade($tradeId: ID!) {\n    confirmTrade(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n": types.DemoConfirmTradeDocument,
    "\n  mutation DemoCompleteTrade($tradeId: ID!) {\n    completeTrade(tradeId: $tradeId) {\n      id\n      status\n      requester {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n      owner {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n    }\n  }\n": types.DemoCompleteTradeDocument,
    "\n  mutation DemoSendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      id\n      seq\n    }\n  }\n": types.DemoSendMessageDocument,
    "\n  query DemoTradeStatus($tradeId: ID!) {\n    trade(tradeId: $tradeId) {\n      status\n      rejectionReason\n    }\n  }\n": types.DemoTradeStatusDocument,
    "\n  query DemoConversationCursor($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n  }\n": types.DemoConversationCursorDocument,
    "\n  subscription DemoMessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      cursor\n      message {\n        seq\n        content\n        sender {\n          name\n        }\n      }\n    }\n  }\n": types.DemoMessageAddedDocument,
    "\n  query DemoInbox($to: String!) {\n    devInbox(to: $to, first: 1) {\n      edges {\n        node {\n          text\n        }\n      }\n    }\n  }\n": types.DemoInboxDocument,
    "\n  mutation DemoVerify($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n": types.DemoVerifyDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoRegister($input: RegisterInput!) {\n    register(input: $input) {\n      token\n      user {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoRegister($input: RegisterInput!) {\n    register(input: $input) {\n      token\n      user {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoCreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      title\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation DemoCreateItem($input: CreateItemInput!, $idempotencyKey: String) {\n    createItem(input: $input, idempotencyKey: $idempotencyKey) {\n      id\n      title\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoProposeTrade($input: ProposeTradeInput!) {\n    proposeTrade(input: $input) {\n      id\n      status\n      conversation {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoProposeTrade($input: ProposeTradeInput!) {\n    proposeTrade(input: $input) {\n      id\n      status\n      conversation {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoExpressInterest($tradeId: ID!) {\n    expressInterest(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation DemoExpressInterest($tradeId: ID!) {\n    expressInterest(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoConfirmTrade($tradeId: ID!) {\n    confirmTrade(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n"): (typeof documents)["\n  mutation DemoConfirmTrade($tradeId: ID!) {\n    confirmTrade(tradeId: $tradeId) {\n      id\n      status\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoCompleteTrade($tradeId: ID!) {\n    completeTrade(tradeId: $tradeId) {\n      id\n      status\n      requester {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n      owner {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoCompleteTrade($tradeId: ID!) {\n    completeTrade(tradeId: $tradeId) {\n      id\n      status\n      requester {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n      owner {\n        items {\n          title\n          owner {\n            name\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoSendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      id\n      seq\n    }\n  }\n"): (typeof documents)["\n  mutation DemoSendMessage($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      id\n      seq\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DemoTradeStatus($tradeId: ID!) {\n    trade(tradeId: $tradeId) {\n      status\n      rejectionReason\n    }\n  }\n"): (typeof documents)["\n  query DemoTradeStatus($tradeId: ID!) {\n    trade(tradeId: $tradeId) {\n      status\n      rejectionReason\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DemoConversationCursor($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n  }\n"): (typeof documents)["\n  query DemoConversationCursor($conversationId: ID!) {\n    conversationCursor(conversationId: $conversationId)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DemoMessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      cursor\n      message {\n        seq\n        content\n        sender {\n          name\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DemoMessageAdded($conversationId: ID!, $after: String) {\n    messageAdded(conversationId: $conversationId, after: $after) {\n      cursor\n      message {\n        seq\n        content\n        sender {\n          name\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DemoInbox($to: String!) {\n    devInbox(to: $to, first: 1) {\n      edges {\n        node {\n          text\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DemoInbox($to: String!) {\n    devInbox(to: $to, first: 1) {\n      edges {\n        node {\n          text\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoVerify($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation DemoVerify($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      id\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;