import mongoose, { type ClientSession } from 'mongoose';
import { beforeEach, describe, expect, test } from 'vitest';

import { currentTransaction, inTransaction } from '../../src/platform/transaction.js';
import { elsewhere, failingFrom, useTroubledApp } from '../testkit/trouble.js';

const Spring = mongoose.model('Spring', new mongoose.Schema({ _id: String, times: Number }, { versionKey: false, autoIndex: false, collection: 'springs' }));

/** It fails before the database does anything about it, so that the transaction is still there. */
describe.skipIf(process.env['MONGODB_URI'])('a commit that fails (on demand, which only the embedded database does)', () => {
  useTroubledApp();

  beforeEach(async () => {
    await Spring.deleteMany();
    await Spring.create({ _id: 'spring', times: 0 });
  });

  const interrupted = { failCommands: ['commitTransaction'], errorCode: 11601 };
  const drawing = () => Spring.updateOne({ _id: 'spring' }, { $inc: { times: 1 } });
  const refused = (work: () => Promise<unknown>) => failingFrom(0, interrupted, () => expect(inTransaction(work)).rejects.toMatchObject({ code: 11601 }));
  const times = async () => (await Spring.findById('spring').lean())!.times;

  test('holds nothing back from others', async () => {
    let used: ClientSession | undefined;
    await refused(async () => {
      used = currentTransaction()!.session;
      await drawing();
    });
    const taken = await takeFromPool(used!);
    await elsewhere('springs').updateOne({ _id: 'spring' }, { $inc: { times: 1 } }, { maxTimeMS: 5_000 });
    expect(await times()).toBe(1);
    for (const session of taken) await session.endSession();
  });

  test('undoes what was not awaited, but handed on as a query', async () => {
    await refused(drawing as unknown as () => Promise<unknown>);
    expect(await times()).toBe(0);
  });
});

/** Or whoever is the next to use it would end, by chance, what was left open there. */
async function takeFromPool({ id }: ClientSession): Promise<ClientSession[]> {
  const taken: ClientSession[] = [];
  const idOf = (session?: ClientSession) => JSON.stringify(session?.id);
  await expect.poll(async () => idOf(taken[taken.push(await mongoose.connection.startSession()) - 1])).toBe(JSON.stringify(id));
  return taken;
}
