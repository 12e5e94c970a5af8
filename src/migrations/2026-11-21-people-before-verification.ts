import type { Migration } from '../platform/migrations/index.js';

const users = 'users';

/** Whoever was there before addresses had to be verified goes on as if they had: nobody was ever sent a link. Newcomers have `null` instead of nothing. */
export const peopleBeforeVerification: Migration = {
  name: '2026-11-21-people-before-verification',
  up: async ({ db }) => {
    await db.collection(users).updateMany({ emailVerifiedAt: { $exists: false } }, { $set: { emailVerifiedAt: new Date(), verifiedByMigration: true } });
  },
  down: async ({ db }) => {
    await db.collection(users).updateMany({ verifiedByMigration: true }, { $unset: { emailVerifiedAt: 1, verifiedByMigration: 1 } });
  },
};
