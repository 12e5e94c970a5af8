import mongoose from 'mongoose';

import { graphql } from '../generated/index.js';
import type { Caller } from './caller.js';

const SendMessage = graphql(`
  mutation SendMessage($input: SendMessageInput!, $idempotencyKey: String) {
    sendMessage(input: $input, idempotencyKey: $idempotencyKey) {
      id
      seq
      content
      clientMessageId
    }
  }
`);

const EditMessage = graphql(`
  mutation EditMessage($input: EditMessageInput!) {
    editMessage(input: $input) {
      id
      seq
      content
      editedAt
    }
  }
`);

const DeleteMessage = graphql(`
  mutation DeleteMessage($messageId: ID!) {
    deleteMessage(messageId: $messageId) {
      id
      seq
      content
      deletedAt
    }
  }
`);

const MarkRead = graphql(`
  mutation MarkRead($input: MarkReadInput!) {
    markRead(input: $input) {
      id
      unreadCount
    }
  }
`);

const Messages = graphql(`
  query Messages($conversationId: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    messages(conversationId: $conversationId, first: $first, after: $after, last: $last, before: $before) {
      edges {
        node {
          id
          seq
          content
          editedAt
          deletedAt
          sender {
            id
          }
          readBy {
            id
          }
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

const SeeConversation = graphql(`
  query SeeConversation($conversationId: ID!) {
    conversationCursor(conversationId: $conversationId)
    conversation(conversationId: $conversationId) {
      id
      unreadCount
      lastSeq
      lastMessage {
        id
        content
      }
      trade {
        id
      }
      participants {
        user {
          id
        }
        readUpToSeq
      }
    }
  }
`);

const Conversations = graphql(`
  query Conversations($first: Int, $after: String, $last: Int, $before: String) {
    viewerCursor
    conversations(first: $first, after: $after, last: $last, before: $before) {
      pageInfo {
        hasNextPage
        startCursor
        endCursor
      }
      edges {
        node {
          id
          unreadCount
          lastMessage {
            content
          }
        }
      }
    }
  }
`);

const ConversationsMoving = graphql(`
  subscription ConversationsMoving($after: String) {
    viewerEvents(after: $after) {
      kind
      conversation {
        id
      }
    }
  }
`);

const MessageAdded = graphql(`
  subscription MessageAdded($conversationId: ID!, $after: String) {
    messageAdded(conversationId: $conversationId, after: $after) {
      eventId
      cursor
      kind
      message {
        id
        seq
        content
        deletedAt
      }
    }
  }
`);

const ConversationRead = graphql(`
  subscription ConversationRead($conversationId: ID!, $after: String) {
    conversationRead(conversationId: $conversationId, after: $after) {
      eventId
      kind
      upToSeq
      user {
        id
      }
    }
  }
`);

interface Paging {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

type Named = { readonly id: string };
export interface Said {
  readonly clientMessageId?: string;
  readonly idempotencyKey?: string;
}

/** There is no operation for this yet. */
export async function removeFrom(conversation: Named, person: Named): Promise<void> {
  await mongoose.connection.collection('participants').deleteOne({ conversationId: conversation.id, userId: person.id });
  await mongoose.connection.collection<{ _id: string; toldTo: string[] }>('conversations').updateOne({ _id: conversation.id }, { $pull: { toldTo: person.id } });
}

export const chatVerbs = (me: Caller) => ({
  says: async (conversation: Named, content: string, { clientMessageId, idempotencyKey }: Said = {}) => {
    const input = { conversationId: conversation.id, content, ...(clientMessageId !== undefined && { clientMessageId }) };
    return (await me.asks(SendMessage, { input, ...(idempotencyKey !== undefined && { idempotencyKey }) })).sendMessage!;
  },
  saysOverSocket: async (conversation: Named, content: string, { clientMessageId }: Said = {}) => {
    const input = { conversationId: conversation.id, content, ...(clientMessageId !== undefined && { clientMessageId }) };
    return (await me.asksOverSocket(SendMessage, { input })).sendMessage!;
  },
  corrects: async (message: Named, content: string) => (await me.asks(EditMessage, { input: { messageId: message.id, content } })).editMessage!,
  deletes: async (message: Named) => (await me.asks(DeleteMessage, { messageId: message.id })).deleteMessage!,
  hasRead: async (conversation: Named, upToSeq: number) => (await me.asks(MarkRead, { input: { conversationId: conversation.id, upToSeq } })).markRead!,
  readsMessages: async (conversation: Named, paging: Paging = { first: 100 }) =>
    (await me.asks(Messages, { conversationId: conversation.id, ...paging })).messages,
  seesConversation: async ({ id }: Named) => (await me.asks(SeeConversation, { conversationId: id })).conversation,
  conversationCursor: async ({ id }: Named) => (await me.asks(SeeConversation, { conversationId: id })).conversationCursor,
  ownConversations: async () => (await me.asks(Conversations, { first: 50 })).conversations.edges.map(({ node }) => node),
  pageOfConversations: async (paging: Paging) => {
    const { viewerCursor, conversations } = await me.asks(Conversations, paging);
    return { viewerCursor, pageInfo: conversations.pageInfo, ids: conversations.edges.map(({ node }) => node.id) };
  },
  followsMovingConversations: (after: string) => me.follows(ConversationsMoving, { after }),
  followsMessages: ({ id }: Named, after: string | null = null) => me.follows(MessageAdded, { conversationId: id, after }),
  followsReading: ({ id }: Named, after: string | null = null) => me.follows(ConversationRead, { conversationId: id, after }),
});
