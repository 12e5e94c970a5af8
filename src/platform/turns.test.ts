import { expect, test } from 'vitest';

import { inTurn, inTurns, servedTogether } from './turns.js';

test('those who want the same go one after the other, in the order they came', async () => {
  const story: string[] = [];
  const visit = (who: string) =>
    inTurn('the well', async () => {
      story.push(`${who} comes`);
      await Promise.resolve();
      story.push(`${who} goes`);
    });
  await Promise.all([visit('ana'), visit('ben'), visit('eve')]);
  expect(story).toEqual(['ana comes', 'ana goes', 'ben comes', 'ben goes', 'eve comes', 'eve goes']);
});

test('those who want different things do not wait for each other', async () => {
  let openTheGate = () => undefined as void;
  const gate = new Promise<void>((resolve) => (openTheGate = resolve));
  const slow = inTurn('the well', () => gate);
  await expect(inTurn('the mill', () => Promise.resolve('flour'))).resolves.toBe('flour');
  openTheGate();
  await slow;
});

test('who fails does not hold up the others', async () => {
  const failing = inTurn('the well', () => Promise.reject(new Error('fell in')));
  const next = inTurn('the well', () => Promise.resolve('water'));
  await expect(failing).rejects.toThrow('fell in');
  await expect(next).resolves.toBe('water');
});

test('several turns are waited for in one order, so that nobody waits for ever', async () => {
  const story: string[] = [];
  const visit = (who: string, ...places: string[]) => inTurns(places, async () => void story.push(who));
  await Promise.all([visit('ana', 'well', 'mill'), visit('ben', 'mill', 'well'), visit('eve', 'well', 'well')]);
  expect(story.sort()).toEqual(['ana', 'ben', 'eve']);
});

test('those who wait for the same turn are served together, a few at a time, in the order they came', async () => {
  const served: (readonly string[])[] = [];
  const visit = (who: string) =>
    new Promise<void>((resolve) =>
      servedTogether<{ who: string; resolve: () => void }>('the well', { who, resolve }, 3, async (guests) => {
        served.push(guests.map((guest) => guest.who));
        await Promise.resolve();
        for (const guest of guests) guest.resolve();
      }),
    );
  const first = inTurn('the well', () => Promise.resolve());
  await Promise.all([first, ...['ana', 'ben', 'cleo', 'dan', 'eve'].map(visit)]);
  expect(served).toEqual([
    ['ana', 'ben', 'cleo'],
    ['dan', 'eve'],
  ]);
});
