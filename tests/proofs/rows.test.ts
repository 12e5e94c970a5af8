import { describe, expect, test } from 'vitest';

import { ItemModel } from '../../src/domains/items/item.entity.js';
import { newId } from '../../src/platform/identity.js';
import { rowsOf } from '../../src/platform/rows.js';
import { elsewhere, failingFrom, failingOnceFrom, useTroubledApp } from '../testkit/trouble.js';

describe.skipIf(process.env['MONGODB_URI'])('rows, read from a database that fails on demand (only the embedded one does)', () => {
  useTroubledApp();

  const kept = async (howMany: number, description: string) => {
    const rows = Array.from({ length: howMany }, () => ({ _id: newId(), description }));
    await elsewhere('items').insertMany(rows);
    return rows.map(({ _id }) => _id);
  };
  const read = async (ids: string[]) => (await rowsOf(ItemModel, { _id: { $in: ids } }, { sort: { _id: 1 }, limit: ids.length })).map(({ _id }) => _id);

  test('are read again where a connection broke', async () => {
    const ids = await kept(3, 'A lamp');
    let got: string[] = [];
    const failed = await failingOnceFrom(0, { failCommands: ['find'], closeConnection: true }, async () => void (got = await read(ids)));
    expect([failed, got]).toEqual([1, ids]);
  });

  test('are refused once for what trying again cannot mend', async () => {
    let refused: unknown;
    const failed = await failingFrom(0, { failCommands: ['find'], errorCode: 11601 }, async () => read([newId()]).catch((error: unknown) => (refused = error)));
    expect(failed).toBe(1);
    expect(refused).toMatchObject({ code: 11601 });
  });

  test('are all there, more than one answer can hold', async () => {
    const ids = await kept(90, 'word '.repeat(40_000));
    expect(await read(ids)).toEqual([...ids].sort());
  });
});
