import { dropIndexIfThere, type Migration, type MigrationContext } from '../platform/migrations/index.js';

type Db = MigrationContext['db'];

/** As the code had it then. */
const smallRoom = 8;
const perWrite = 500;
/** A cursor that is not asked for ten minutes is closed, and each conversation takes its time. */
const perRead = 500;

interface Before {
  readonly _id: string;
  readonly participants: readonly { readonly userId: string; readonly readUpToSeq: number; readonly unread: number }[];
  readonly lastActivityAt: Date;
}

interface After {
  readonly _id: string;
  readonly live: number;
  readonly toldTo: readonly string[];
}

interface Participant {
  readonly _id: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly readUpToSeq: number;
  readonly spoken: number;
  readonly read: number;
  readonly activeAt: Date;
}

const oldIndex = { 'participants.userId': 1, lastActivityAt: -1, _id: -1 } as const;
const byConversation = { conversationId: 1, userId: 1 } as const;
const byPerson = { userId: 1, activeAt: -1, _id: -1 } as const;

/** Those who take part are no longer written in the conversation, where each message wrote all of them anew. */
export const participantsApart: Migration = {
  name: '2026-11-21-participants-apart',

  /** One conversation after the other, and each at the very end: begun again, it goes on with those that still are as before. */
  up: async ({ db }) => {
    const participants = db.collection<Participant>('participants');
    for (const key of [byConversation, byPerson]) await participants.createIndex(key);
    for await (const { _id, participants: listed, lastActivityAt } of db.collection<Before>('conversations').find({ participants: { $exists: true } }).batchSize(perRead)) {
      const spoken = await spokenIn(db, _id);
      const live = [...spoken.values()].reduce((sum, count) => sum + count, 0);
      const documents = listed.map(({ userId, readUpToSeq, unread }): Participant => {
        const own = spoken.get(userId) ?? 0;
        return { _id: `${_id}/${userId}`, conversationId: _id, userId, readUpToSeq, spoken: own, read: live - own - unread, activeAt: lastActivityAt };
      });
      for (const some of portions(documents)) {
        await participants.bulkWrite(some.map((document) => ({ replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true } })));
      }
      const toldTo = listed.length <= smallRoom ? listed.map(({ userId }) => userId) : [];
      await db.collection<Before>('conversations').updateOne({ _id }, { $set: { live, toldTo }, $unset: { participants: 1 } });
    }
    await dropIndexIfThere(db.collection('conversations'), oldIndex);
  },

  down: async ({ db }) => {
    const participants = db.collection<Participant>('participants');
    await db.collection('conversations').createIndex(oldIndex);
    for await (const { _id, live } of db.collection<After>('conversations').find({ participants: { $exists: false } }).batchSize(perRead)) {
      const there = await participants.find({ conversationId: _id }).toArray();
      const listed = there.map(({ userId, readUpToSeq, spoken, read }) => ({ userId, readUpToSeq, unread: live - spoken - read }));
      await db.collection('conversations').updateOne({ _id: _id as never }, { $set: { participants: listed }, $unset: { live: 1, toldTo: 1 } });
    }
    await participants.drop();
  },
};

/** How many messages that were not deleted are whose. */
async function spokenIn(db: Db, conversationId: string): Promise<Map<string, number>> {
  const counted = await db
    .collection('messages')
    .aggregate<{ _id: string; count: number }>([{ $match: { conversationId, deletedAt: null } }, { $group: { _id: '$senderId', count: { $sum: 1 } } }])
    .toArray();
  return new Map(counted.map(({ _id, count }) => [_id, count]));
}

function* portions<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += perWrite) yield all.slice(at, at + perWrite);
}
