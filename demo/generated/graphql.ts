/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A new item. It is available as soon as it is created. */
export type CreateItemInput = {
  /** What kind of thing it is. */
  category: ItemCategory;
  /** How worn it is. */
  condition: ItemCondition;
  /** What there is to say about it; 4,000 characters at most. */
  description?: string;
  /** https addresses of pictures in the order to show them; 10 at most, 500 characters each. */
  imageUrls?: Array<string>;
  /** What you take in return. */
  lookingFor?: LookingFor;
  /** What it is called; 1 to 120 characters. */
  title: string;
};

/** What kind of thing an item is. */
export type ItemCategory =
  /** Books, comics and magazines. */
  | 'BOOKS'
  /** Clothes, shoes and jewellery. */
  | 'CLOTHING'
  /** Computers, telephones, cameras and the like. */
  | 'ELECTRONICS'
  /** Plants and everything for the garden. */
  | 'GARDEN'
  /** Furniture and household goods. */
  | 'HOME'
  /** Instruments and recordings. */
  | 'MUSIC'
  /** Whatever fits nowhere else. */
  | 'OTHER'
  /** Work that the owner offers to do. */
  | 'SERVICES'
  /** Sports and outdoor equipment. */
  | 'SPORTS'
  /** Tools and machines. */
  | 'TOOLS'
  /** Toys and games. */
  | 'TOYS';

/** How worn an item is. */
export type ItemCondition =
  /** Visibly worn, and works. */
  | 'FAIR'
  /** Does not work, or not fully. */
  | 'FOR_PARTS'
  /** Used, with small marks. */
  | 'GOOD'
  /** Used, and nobody would notice. */
  | 'LIKE_NEW'
  /** Never used. */
  | 'NEW';

/** Where an item stands. Only trades move it, apart from listing it again and taking it down. */
export type ItemStatus =
  /** Taken down by its owner. Old trades still show it. */
  | 'ARCHIVED'
  /** Listed: anybody may propose a trade for it. */
  | 'AVAILABLE'
  /** Part of a confirmed trade that awaits its hand-over. */
  | 'LOCKED'
  /** Handed over; its new owner has not listed it again. */
  | 'TRADED';

/** What the owner takes in return. */
export type LookingFor =
  /** Credits only. */
  | 'CREDITS'
  /** Items, credits, or both. */
  | 'FLEXIBLE'
  /** Items only. */
  | 'ITEM_SWAP';

/** What you want, and what you give for it. */
export type ProposeTradeInput = {
  /** Credits that you add, in minor units. Credits cannot be paid yet: anything but 0 is refused. */
  offeredCredits?: number;
  /** Items of yours that you give for them; 20 at most. */
  offeredItemIds: Array<string | number>;
  /** Items you would like to have, all of one owner; 1 to 20. */
  requestedItemIds: Array<string | number>;
};

/** Somebody new. */
export type RegisterInput = {
  /** Where to reach them; nobody else sees it. Upper and lower case make no difference. */
  email: string;
  /** What they want to be called: 1 to 80 characters, and not only blanks. */
  name: string;
  /** From 8 to 200 characters. */
  password: string;
};

/** Why a trade was rejected. */
export type RejectionReason =
  /** Another trade that holds one of the items was confirmed. */
  | 'COMPETING'
  /** The owner did not want it. */
  | 'DECLINED';

/** Something to say. */
export type SendMessageInput = {
  /** A name of your own for it, unique within what you say in this conversation; 100 characters at most. Sent again, the first message is answered. */
  clientMessageId?: string | null | undefined;
  /** What: 1 to 4,000 characters, and not only blanks. */
  content: string;
  /** Where. */
  conversationId: string | number;
};

/** Where a trade stands. */
export type TradeStatus =
  /** The items have changed hands. */
  | 'COMPLETED'
  /** The owner has agreed: the items of both sides are locked and await their hand-over. */
  | 'CONFIRMED'
  /** The owner is interested; nothing is locked. */
  | 'NEGOTIATING'
  /** The requester has asked; nothing is locked. */
  | 'PROPOSED'
  /** The owner declined, or another trade took one of the items; see `rejectionReason`. */
  | 'REJECTED'
  /** The requester took the proposal back. */
  | 'WITHDRAWN';

/** What the mail brought. */
export type VerifyEmailInput = {
  /** From the mail; at most 200 characters. */
  token: string;
};

export type DemoRegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type DemoRegisterMutation = { register: { token: string | null, user: { id: string, name: string } } | null };

export type DemoCreateItemMutationVariables = Exact<{
  input: CreateItemInput;
  idempotencyKey?: string | null | undefined;
}>;


export type DemoCreateItemMutation = { createItem: { id: string, title: string, status: ItemStatus } | null };

export type DemoProposeTradeMutationVariables = Exact<{
  input: ProposeTradeInput;
}>;


export type DemoProposeTradeMutation = { proposeTrade: { id: string, status: TradeStatus, conversation: { id: string } } | null };

export type DemoExpressInterestMutationVariables = Exact<{
  tradeId: string | number;
}>;


export type DemoExpressInterestMutation = { expressInterest: { id: string, status: TradeStatus } | null };

export type DemoConfirmTradeMutationVariables = Exact<{
  tradeId: string | number;
}>;


export type DemoConfirmTradeMutation = { confirmTrade: { id: string, status: TradeStatus } | null };

export type DemoCompleteTradeMutationVariables = Exact<{
  tradeId: string | number;
}>;


export type DemoCompleteTradeMutation = { completeTrade: { id: string, status: TradeStatus, requester: { items: Array<{ title: string, owner: { name: string } }> }, owner: { items: Array<{ title: string, owner: { name: string } }> } } | null };

export type DemoSendMessageMutationVariables = Exact<{
  input: SendMessageInput;
}>;


export type DemoSendMessageMutation = { sendMessage: { id: string, seq: number } | null };

export type DemoTradeStatusQueryVariables = Exact<{
  tradeId: string | number;
}>;


export type DemoTradeStatusQuery = { trade: { status: TradeStatus, rejectionReason: RejectionReason | null } };

export type DemoConversationCursorQueryVariables = Exact<{
  conversationId: string | number;
}>;


export type DemoConversationCursorQuery = { conversationCursor: string };

export type DemoMessageAddedSubscriptionVariables = Exact<{
  conversationId: string | number;
  after?: string | null | undefined;
}>;


export type DemoMessageAddedSubscription = { messageAdded: { cursor: string, message: { seq: number, content: string, sender: { name: string } } | null } };

export type DemoInboxQueryVariables = Exact<{
  to: string;
}>;


export type DemoInboxQuery = { devInbox: { edges: Array<{ node: { text: string } }> } };

export type DemoVerifyMutationVariables = Exact<{
  input: VerifyEmailInput;
}>;


export type DemoVerifyMutation = { verifyEmail: { id: string } | null };


export const DemoRegisterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoRegister"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"register"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<DemoRegisterMutation, DemoRegisterMutationVariables>;
export const DemoCreateItemDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoCreateItem"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateItemInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"idempotencyKey"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createItem"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"idempotencyKey"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DemoCreateItemMutation, DemoCreateItemMutationVariables>;
export const DemoProposeTradeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoProposeTrade"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProposeTradeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"proposeTrade"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"conversation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]} as unknown as DocumentNode<DemoProposeTradeMutation, DemoProposeTradeMutationVariables>;
export const DemoExpressInterestDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoExpressInterest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expressInterest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tradeId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DemoExpressInterestMutation, DemoExpressInterestMutationVariables>;
export const DemoConfirmTradeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoConfirmTrade"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmTrade"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tradeId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<DemoConfirmTradeMutation, DemoConfirmTradeMutationVariables>;
export const DemoCompleteTradeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoCompleteTrade"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeTrade"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tradeId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"requester"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DemoCompleteTradeMutation, DemoCompleteTradeMutationVariables>;
export const DemoSendMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoSendMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"seq"}}]}}]}}]} as unknown as DocumentNode<DemoSendMessageMutation, DemoSendMessageMutationVariables>;
export const DemoTradeStatusDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DemoTradeStatus"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trade"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tradeId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tradeId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rejectionReason"}}]}}]}}]} as unknown as DocumentNode<DemoTradeStatusQuery, DemoTradeStatusQueryVariables>;
export const DemoConversationCursorDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DemoConversationCursor"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"conversationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"conversationCursor"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"conversationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"conversationId"}}}]}]}}]} as unknown as DocumentNode<DemoConversationCursorQuery, DemoConversationCursorQueryVariables>;
export const DemoMessageAddedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DemoMessageAdded"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"conversationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"messageAdded"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"conversationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"conversationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DemoMessageAddedSubscription, DemoMessageAddedSubscriptionVariables>;
export const DemoInboxDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DemoInbox"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"devInbox"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DemoInboxQuery, DemoInboxQueryVariables>;
export const DemoVerifyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DemoVerify"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyEmailInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyEmail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<DemoVerifyMutation, DemoVerifyMutationVariables>;