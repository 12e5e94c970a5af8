import { Types } from 'mongoose';

/** What stands in a database before a job begins, in words that both systems understand. */
export interface Market {
  readonly people: readonly Person[];
  readonly items: readonly Thing[];
  readonly settled: readonly Deal[];
  readonly open: readonly Deal[];
  readonly rooms: readonly Room[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface Thing {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly description: string;
  readonly at: Date;
  /** Whether nobody has it for sale any more. */
  readonly gone: boolean;
}

export interface Deal {
  readonly id: string;
  readonly requester: Person;
  readonly owner: Person;
  readonly offeredId: string;
  readonly requestedId: string;
}

export interface Room {
  readonly id: string;
  readonly people: readonly Person[];
}

export const password = 'let-us-trade';

const id = (): string => new Types.ObjectId().toHexString();
const began = Date.UTC(2026, 0, 1);

export interface Size {
  readonly people?: number;
  readonly items?: number;
  readonly settled?: number;
  readonly open?: number;
  readonly rooms?: readonly number[];
}

/** A market of the size asked for; items of deals come on top of the others. */
export function market({ people: persons = 200, items: things = 0, settled = 0, open = 0, rooms = [] }: Size): Market {
  const people = peopleOf(Math.max(persons, ...rooms));
  const items = Array.from({ length: things }, (_, n) => thingOf(people[n % people.length]!, n));
  const deal = (n: number, gone: boolean): Deal => {
    const [requester, owner] = [people[n % people.length]!, people[(n + 1) % people.length]!];
    const [offered, requested] = [thingOf(requester, items.length, gone), thingOf(owner, items.length + 1, gone)];
    items.push(offered, requested);
    return dealOf(requester, owner, offered, requested);
  };
  return {
    people,
    items,
    settled: Array.from({ length: settled }, (_, n) => deal(n, true)),
    open: Array.from({ length: open }, (_, n) => deal(n, false)),
    rooms: rooms.map((size) => ({ id: id(), people: people.slice(0, size) })),
  };
}

export const peopleOf = (count: number): Person[] =>
  Array.from({ length: count }, (_, n) => ({ id: id(), name: `Person ${n}`, email: `person${n}@barter.example` }));

export const thingOf = (owner: Person, n: number, gone = false): Thing => ({
  id: id(),
  ownerId: owner.id,
  title: `Thing ${n} that somebody may want`,
  description: 'Used with care, complete, and to be picked up at the weekend or sent by post for what it costs. Ask for more pictures.',
  at: new Date(began + n * 1_000),
  gone,
});

export const dealOf = (requester: Person, owner: Person, offered: Thing, requested: Thing): Deal => ({
  id: id(),
  requester,
  owner,
  offeredId: offered.id,
  requestedId: requested.id,
});

export async function inBatches<T>(rows: readonly T[], write: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 5_000) await write(rows.slice(at, at + 5_000));
}
