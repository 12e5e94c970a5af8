import { dropIndexIfThere, type Migration } from '../platform/migrations/index.js';

const messages = 'messages';
const shorter = { conversationId: 1, seq: 1 } as const;
const longer = { conversationId: 1, seq: 1, _id: 1 } as const;

/** The number alone must be unique in its conversation; the index that had the id in it as well let two messages have the same. */
export const messagesByNumber: Migration = {
  name: '2026-11-21-messages-by-number',
  // The new one first, so that messages are never looked for without an index.
  up: async ({ db }) => {
    await db.collection(messages).createIndex(shorter, { unique: true });
    await dropIndexIfThere(db.collection(messages), longer);
  },
  down: async ({ db }) => {
    await db.collection(messages).createIndex(longer, { unique: true });
    await dropIndexIfThere(db.collection(messages), shorter);
  },
};
