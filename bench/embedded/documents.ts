import { ObjectId } from 'mongodb';
import type { IndexDescription } from 'mongodb';

/** What a shop would store: some 300 bytes, a nested document and a list. */
export interface Offer {
  _id: ObjectId;
  number: number;
  /** Ten offers have the same. */
  group: number;
  owner: ObjectId;
  title: string;
  tags: string[];
  price: { amount: number; currency: string };
  state: string;
  at: Date;
}

export const INDEXES: IndexDescription[] = [{ key: { group: 1 }, name: 'group' }, { key: { owner: 1, at: -1 }, name: 'owner_at' }, { key: { tags: 1 }, name: 'tags' }];

const OWNERS = Array.from({ length: 500 }, () => new ObjectId());
const TAGS = ['red', 'blue', 'old', 'new', 'large', 'small', 'wood', 'steel', 'paper', 'glass'];

export function offer(number: number): Offer {
  return {
    _id: new ObjectId(), number, group: Math.floor(number / 10), owner: OWNERS[(number * 7) % OWNERS.length]!,
    title: `offer ${number} of something that somebody may want`, tags: [TAGS[number % 10]!, TAGS[(number * 3 + 1) % 10]!],
    price: { amount: (number * 37) % 10_000, currency: 'EUR' }, state: number % 5 === 0 ? 'sold' : 'open', at: new Date(1.7e12 + number * 1000),
  };
}
