import { setImmediate as whatHasArrived } from 'node:timers/promises';

const last = new Map<string, Promise<unknown>>();

/** Waits for all of several turns, in one sorted order, so that nobody waits for somebody who waits for them. */
export const inTurns = <T>(keys: readonly string[], work: () => Promise<T>): Promise<T> =>
  [...new Set(keys)].sort().reduceRight<() => Promise<T>>((inner, key) => () => inTurn(key, inner), work)();

/**
 * Those who want the same thing in this process go one after the other. Nothing becomes right by it: between processes
 * the database still decides. It spares the aborted transactions of a crowd around one document.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => undefined);
  last.set(key, settled);
  try {
    return await mine;
  } finally {
    if (last.get(key) === settled) last.delete(key);
  }
}

const waiting = new Map<string, unknown[]>();

/** Those who wait for the same turn are served in one go when it comes. `serve` tells each of them what became of it; it never fails. */
export function servedTogether<Guest>(key: string, guest: Guest, atMost: number, serve: (guests: readonly Guest[]) => Promise<void>): void {
  const already = waiting.get(key) as Guest[] | undefined;
  if (already && already.length < atMost) return void already.push(guest);
  const guests = [guest];
  waiting.set(key, guests);
  void inTurn(key, async () => {
    // What has arrived with it comes along.
    await whatHasArrived();
    if (waiting.get(key) === guests) waiting.delete(key);
    return serve(guests);
  });
}
