import { checkForInterrupt } from '../interruption.js';

/** The first items in an order, equal ones as they came. Of a few that are wanted no more than those are kept. */
export function firstInOrder<T>(items: Iterable<T>, compare: (a: T, b: T) => number, limit = Infinity): T[] {
  const order = (a: T, b: T): number => {
    checkForInterrupt();
    return compare(a, b);
  };
  const first: T[] = limit === Infinity ? [...items].sort(order) : [];
  if (limit !== Infinity) for (const item of items) insert(item, first, order, limit);
  // One item needs no comparing, but the order may refuse it.
  if (first.length === 1) order(first[0]!, first[0]!);
  return first;
}

function insert<T>(item: T, first: T[], order: (a: T, b: T) => number, limit: number): void {
  if (first.length === limit && order(item, first[limit - 1]!) >= 0) return;
  let low = 0;
  let high = first.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(item, first[middle]!) < 0) high = middle;
    else low = middle + 1;
  }
  first.splice(low, 0, item);
  if (first.length > limit) first.pop();
}
