import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { anonymous, people, race, useApp } from '../testkit/index.js';

useApp();

const stored = (id: string) => mongoose.connection.collection('items').findOne({ _id: id as never });

describe('listing', () => {
  test('puts an item on the market, with its first owner on record', async () => {
    const { ana } = await people('ana');
    const lamp = await ana.lists({ title: ' A lamp ', imageUrls: ['https://example.test/1.png', 'https://example.test/2.png'] });
    expect(lamp).toMatchObject({ title: 'A lamp', status: 'AVAILABLE', lookingFor: 'FLEXIBLE', owner: { id: ana.id } });
    expect(lamp.imageUrls).toEqual(['https://example.test/1.png', 'https://example.test/2.png']);
    expect((await anonymous().looksAt(lamp)).owners).toEqual([ana.id]);
  });

  test('names every bad field at once', async () => {
    const { ana } = await people('ana');
    const images = Array.from({ length: 11 }, (_, n) => `https://example.test/${n}.png`);
    await expect(ana.lists({ title: '', description: 'x'.repeat(4001), imageUrls: images })).rejects.toHaveCode('VALIDATION_FAILED', {
      paths: ['input.title', 'input.description', 'input.imageUrls'],
    });
    await expect(ana.lists({ title: '   ' })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.title'] });
    await expect(ana.lists({ imageUrls: ['javascript:alert(1)'] })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.imageUrls'] });
    expect(await ana.ownItems()).toEqual([]);
    await expect(ana.updatesItem(await ana.lists(), { title: '   ' })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.title'] });
  });
});

describe('changing', () => {
  test('is the owner’s, and a stranger leaves no trace', async () => {
    const { ana, eve } = await people('ana', 'eve');
    const lamp = await ana.lists();
    const before = await stored(lamp.id);
    await expect(eve.updatesItem(lamp, { title: 'Mine' })).rejects.toHaveCode('NOT_OWNER');
    await expect(eve.takesDown(lamp)).rejects.toHaveCode('NOT_OWNER');
    await expect(eve.relists(lamp)).rejects.toHaveCode('NOT_OWNER');
    await expect(anonymous().takesDown(lamp)).rejects.toHaveCode('UNAUTHENTICATED');
    expect(await stored(lamp.id)).toEqual(before);
    expect(await ana.updatesItem(lamp, { title: 'A better lamp' })).toMatchObject({ title: 'A better lamp', version: 2 });
  });

  test('of one version by a hundred at once succeeds once', async () => {
    const { ana } = await people('ana');
    const lamp = await ana.lists();
    const { won, lost } = await race(100, (runner) => ana.updatesItem(lamp, { title: `Lamp ${runner}` }, { expectedVersion: 1 }));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(99).fill('VERSION_CONFLICT'));
    await expect(ana.updatesItem(lamp, { title: 'Late' }, { expectedVersion: 1 })).rejects.toHaveCode('VERSION_CONFLICT', { current: 2 });
  });

  test('ends when it is taken down, and strangers no longer find it', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const lamp = await ana.lists();
    expect(await ana.takesDown(lamp)).toMatchObject({ status: 'ARCHIVED' });
    expect((await ana.looksAt(lamp)).status).toBe('ARCHIVED');
    await expect(ben.looksAt(lamp)).rejects.toHaveCode('NOT_FOUND');
    await expect(ana.updatesItem(lamp, { title: 'Again' })).rejects.toHaveCode('ITEM_UNAVAILABLE', { itemIds: [lamp.id] });
    expect(await ana.ownItems()).toEqual([]);
    expect(await ana.ownItems('ARCHIVED')).toHaveLength(1);
  });
});

describe('browsing', () => {
  test('shows what is available, by kind and condition', async () => {
    const { ana } = await people('ana');
    await ana.lists({ category: 'BOOKS', condition: 'NEW' });
    await ana.lists({ category: 'BOOKS', condition: 'FAIR' });
    await ana.takesDown(await ana.lists({ category: 'BOOKS', condition: 'NEW' }));
    const count = async (filter: object) => (await anonymous().browses(filter)).edges.length;
    expect(await count({ ownerId: ana.id })).toBe(2);
    expect(await count({ ownerId: ana.id, category: 'BOOKS' })).toBe(2);
    expect(await count({ ownerId: ana.id, condition: 'NEW' })).toBe(1);
    expect(await count({ ownerId: ana.id, category: 'TOYS' })).toBe(0);
  });

  test('page by page loses nothing and repeats nothing while items come and go', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const mine: { id: string }[] = [];
    for (let n = 0; n < 12; n++) mine.push(await ana.lists({ category: 'GARDEN', title: `Plant ${n}` }));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await anonymous().browses({ category: 'GARDEN' }, { first: 5, after });
      seen.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      await ben.takesDown(await ben.lists({ category: 'GARDEN' }));
      await ben.lists({ category: 'GARDEN' });
    } while (after);
    expect(seen.filter((id) => mine.some((item) => item.id === id))).toEqual(mine.map(({ id }) => id).reverse());
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('goes backwards as well, and refuses pages that are too large or cursors of other lists', async () => {
    const { ana } = await people('ana');
    for (let n = 0; n < 3; n++) await ana.lists({ category: 'SPORTS' });
    const all = await anonymous().browses({ category: 'SPORTS' });
    const last = await anonymous().browses({ category: 'SPORTS' }, { last: 2 });
    expect(last.edges).toEqual(all.edges.slice(1));
    expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const before = await anonymous().browses({ category: 'SPORTS' }, { last: 2, before: last.pageInfo.startCursor });
    expect(before.edges).toEqual(all.edges.slice(0, 1));
    await expect(anonymous().browses(null, { first: 101 })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['first'] });
    for (const foreign of ['[{"$gt":""},1]', '["a word","1"]', '[1]'])
      await expect(anonymous().browses(null, { after: Buffer.from(foreign).toString('base64url') })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['after'] });
  });
});
