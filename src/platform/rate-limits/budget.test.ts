import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createLogger } from '../logger.js';
import { Budget } from './budget.js';
import { Counters, type CounterStore } from './counters.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const window = { keyPrefix: 'test', duration: 60 };
const counting = { ...window, patience: 3_000 };
const log = createLogger('silent');

/** What processes share; it counts how often it is asked. */
function sharedStore() {
  const memory = new RateLimiterMemory({ ...window, points: 1 });
  const asked = vi.spyOn(memory, 'penalty');
  return { asked, budgetOf: (points: number) => new Budget(new Counters(() => memory, counting, 'secret', log), points) };
}

/** How many of so many were let through. */
async function spends(budget: Budget, times: number, cost = 1, key = 'ana'): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, async () => budget.spend(key, cost)));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

describe('a budget', () => {
  test('is spent once, by however many at once, in however many processes', async () => {
    const { budgetOf } = sharedStore();
    const processes = [budgetOf(1_000), budgetOf(1_000), budgetOf(1_000)];
    const spent = await Promise.all(processes.map((budget) => spends(budget, 1_100)));
    expect(spent.reduce((sum, one) => sum + one)).toBe(1_000);
  });

  test('asks the counters seldom, and no more once it is overdrawn', async () => {
    const { asked, budgetOf } = sharedStore();
    const budget = budgetOf(1_000);
    for (let time = 0; time < 1_000; time++) await budget.spend('ana', 1);
    expect(asked.mock.calls.length).toBeLessThan(100);
    await expect(budget.spend('ana', 1)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 60 } });
    const before = asked.mock.calls.length;
    expect(() => budget.check('ana')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    expect(() => budget.spend('ana', 1)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    expect(asked.mock.calls.length).toBe(before);
  });

  test('has nothing to wait for when there is enough in the purse', async () => {
    const budget = sharedStore().budgetOf(1_000);
    await budget.spend('ana', 1);
    expect(budget.spend('ana', 1)).toBeUndefined();
  });

  test('counts what things cost, and each key by itself', async () => {
    const budget = sharedStore().budgetOf(100);
    expect(await spends(budget, 10, 20)).toBe(5);
    expect(await spends(budget, 1, 20, 'ben')).toBe(1);
  });

  test('is full again when its window has ended', async () => {
    const budget = sharedStore().budgetOf(10);
    expect(await spends(budget, 20)).toBe(10);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(await spends(budget, 1)).toBe(0);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await spends(budget, 20)).toBe(10);
  });

  test('refuses for good what no window has room for, and takes nothing for it', async () => {
    const budget = sharedStore().budgetOf(10);
    expect(() => budget.spend('ana', 11)).toThrow(
      expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', details: { limit: 'rate', allowed: 10 } }),
    );
    expect(await spends(budget, 20)).toBe(10);
  });
});

describe('counters whose store', () => {
  const warned = vi.fn();
  const talking = { warn: warned } as never;
  beforeEach(() => warned.mockReset());
  const failing = (store: CounterStore) => new Counters(store, counting, 'secret', talking);

  test('fails go on counting in this process, and say so once', async () => {
    const counters = failing(() => {
      throw new Error('away');
    });
    for (let times = 1; times <= 3; times++) expect(await counters.add('ana', 2)).toMatchObject({ consumed: 2 * times });
    expect(warned).toHaveBeenCalledTimes(1);
  });

  test('does not answer are not waited for, and asked again later', async () => {
    const memory = new RateLimiterMemory({ ...window, points: 1 });
    const penalty = vi.spyOn(memory, 'penalty').mockReturnValueOnce(new Promise(() => undefined));
    const counters = failing(() => memory);
    const first = counters.add('ana', 1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await first).toMatchObject({ consumed: 1 });
    await counters.add('ana', 1);
    expect(penalty).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(15_001);
    await counters.add('ana', 1);
    expect(penalty).toHaveBeenCalledTimes(2);
  });

  test('is given no name and no address', async () => {
    const memory = new RateLimiterMemory({ ...window, points: 1 });
    const penalty = vi.spyOn(memory, 'penalty');
    await new Counters(() => memory, counting, 'secret', log).add('198.51.100.7', 1);
    expect(JSON.stringify(penalty.mock.calls)).not.toContain('198.51');
  });
});
