import { type Deed, insisting } from './deed.js';

const messageFields = 'id version seq';

export const talking = {
  say: {
    field: 'sendMessage',
    takes: 'input: SendMessageInput!',
    answers: messageFields,
    from: 'main',
    variables: ({ ids, text, clientMessageId }) => ({ input: { conversationId: ids[0], content: text, clientMessageId } }),
    story: ([trade]) => `says something about ${trade}`,
  },
  edit: {
    field: 'editMessage',
    takes: 'input: EditMessageInput!, expectedVersion: Int',
    answers: messageFields,
    from: 'main',
    variables: (given) => ({ input: { messageId: given.ids[0], content: given.text }, ...insisting(given) }),
    story: ([message]) => `edits ${message}`,
  },
  delete: {
    field: 'deleteMessage',
    takes: 'messageId: ID!, expectedVersion: Int',
    answers: messageFields,
    from: 'main',
    variables: (given) => ({ messageId: given.ids[0], ...insisting(given) }),
    story: ([message]) => `deletes ${message}`,
  },
  read: {
    field: 'markRead',
    takes: 'input: MarkReadInput!',
    answers: 'id version',
    from: 'main',
    variables: ({ ids, upToSeq }) => ({ input: { conversationId: ids[0], upToSeq } }),
    story: ([trade, message]) => `has read about ${trade} up to ${message}`,
  },
} as const satisfies Record<string, Deed>;
