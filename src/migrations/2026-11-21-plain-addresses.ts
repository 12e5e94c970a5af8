import type { Migration } from '../platform/migrations/index.js';

const notPlain = /[^\x21-\x7e]/;
const oneAddress = /^[^\s@,]+@[^\s@,]+$/;

/** Addresses in the form in which they are kept from now on. They were always compared in it, but mailed as they were written. */
export const plainAddresses: Migration = {
  name: '2026-11-21-plain-addresses',
  up: async ({ db }) => {
    for (const collection of ['users', 'emailedTokens']) {
      const rows = db.collection<{ _id: string; email: string }>(collection);
      for await (const { _id, email } of rows.find({ email: notPlain }, { projection: { email: 1 } })) {
        const plain = email.trim().normalize('NFKC');
        if (plain !== email && oneAddress.test(plain)) await rows.updateOne({ _id, email }, { $set: { email: plain } });
      }
    }
  },
  // How they were written is not known any more, and the code before takes them as they are.
  down: () => Promise.resolve(),
};
