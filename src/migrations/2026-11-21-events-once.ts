import { dropIndexIfThere, type Migration } from '../platform/migrations/index.js';

const byStream = { stream: 1, seq: 1 } as const;
const byEachStream = { 'streams.name': 1, 'streams.seq': 1 } as const;

/**
 * An event that stands on several streams is one row, with its number on each, and no longer as many rows. The new rows are written
 * beside the old ones, and these go when all of those are there; begun again, what is there stays.
 */
export const eventsOnce: Migration = {
  name: '2026-11-21-events-once',

  up: async ({ db }) => {
    const outbox = db.collection('outbox');
    await dropIndexIfThere(db.collection('outbox'), byStream);
    await outbox
      .aggregate(
        [
          { $match: { stream: { $exists: true } } },
          {
            $group: {
              _id: '$eventId',
              type: { $first: '$type' },
              data: { $first: '$data' },
              at: { $first: '$at' },
              streams: { $push: { name: '$stream', seq: '$seq' } },
            },
          },
          { $merge: { into: 'outbox', whenMatched: 'keepExisting' } },
        ],
        { allowDiskUse: true },
      )
      .toArray();
    await outbox.deleteMany({ stream: { $exists: true } });
    await outbox.createIndex(byEachStream, { unique: true });
  },

  down: async ({ db }) => {
    const outbox = db.collection('outbox');
    await dropIndexIfThere(db.collection('outbox'), byEachStream);
    await outbox
      .aggregate([
        { $match: { streams: { $exists: true } } },
        { $unwind: '$streams' },
        {
          $project: {
            _id: { $concat: ['$_id', '/', '$streams.name'] },
            stream: '$streams.name',
            seq: '$streams.seq',
            eventId: '$_id',
            type: 1,
            data: 1,
            at: 1,
          },
        },
        { $merge: { into: 'outbox', whenMatched: 'keepExisting' } },
      ])
      .toArray();
    await outbox.deleteMany({ streams: { $exists: true } });
    await outbox.createIndex(byStream, { unique: true });
  },
};
