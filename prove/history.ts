import type { DeedName } from './deeds.js';
import { Random } from './random.js';
import { killFor, shares, type Trouble, troubleFor } from './troubles.js';

/** One thing that somebody does, as soon as everything it comes after has been answered. What comes after the same is done at once. */
export interface Step {
  readonly id: number;
  readonly who: number;
  /** A deed, or: the device loses its connection and comes back through another server. */
  readonly what: DeedName | 'cut';
  /** The steps that created what it is about. */
  readonly of: readonly number[];
  readonly after: readonly number[];
  readonly server: number;
  /** Sent to two servers at once, with one key. */
  readonly twice: boolean;
  /** Insists on the version it has seen. */
  readonly insists: boolean;
  /** Nobody may do this, whatever the state: to be acknowledged would be wrong. */
  readonly forbidden: boolean;
  readonly trouble: Trouble | null;
}

export interface History {
  readonly seed: number;
  readonly people: number;
  readonly steps: readonly Step[];
}

export interface Conditions {
  readonly servers: number;
  readonly kills: boolean;
}

interface Thing {
  readonly id: number;
  /** Who has it, if all went well so far. */
  owner: number;
  /** The steps of the last round that concerned it. */
  last: number[];
}

interface Deal extends Thing {
  readonly requester: number;
  readonly items: readonly Thing[];
}

type More = Partial<Pick<Step, 'insists' | 'forbidden' | 'after'>>;

/** A small market that is lived through in rounds; what concerns the same thing within a round is a race. */
class Market {
  readonly steps: Step[] = [];
  private readonly items: Thing[] = [];
  private readonly deals: Deal[] = [];

  constructor(
    private readonly random: Random,
    private readonly people: number,
    private readonly servers: number,
  ) {}

  everybodyLists(): void {
    for (let who = 0; who < this.people; who++) {
      for (let count = this.random.pick([1, 1, 2]); count > 0; count--) this.items.push(thing(this.does(who, 'list'), who));
    }
  }

  somePropose(howMany: number): void {
    const round: Deal[] = [];
    for (let count = 0; count < howMany; count++) {
      const wanted = this.random.pick(this.items);
      const requester = this.random.pick(this.others([wanted.owner]));
      const offered = this.random.sample(this.random.pick([1, 1, 1, 2]), this.items.filter(({ owner }) => owner === requester));
      if (offered.length === 0) continue;
      const items = [wanted, ...offered];
      const times = this.random.chance(0.3) ? 2 : 1;
      for (let time = 0; time < times; time++) {
        const id = this.does(requester, 'propose', items.map((item) => item.id), { after: items.flatMap(({ last }) => last) });
        round.push({ ...thing(id, wanted.owner), requester, items });
      }
    }
    for (const deal of round) for (const item of deal.items) item.last = [...item.last, deal.id];
    this.deals.push(...round);
  }

  ownersAnswer(): void {
    this.eachDeal(0.9, (deal, about) => {
      about(deal.owner, 'express');
      if (this.random.chance(0.1)) about(deal.owner, 'reject');
      if (this.random.chance(0.1)) about(deal.requester, 'withdraw');
      if (this.random.chance(0.05)) about(deal.requester, 'express', { forbidden: true });
    });
  }

  ownersConfirm(): void {
    this.eachDeal(0.85, (deal, about) => {
      about(deal.owner, 'confirm', { insists: this.random.chance(0.2) });
      if (this.random.chance(0.25)) about(deal.owner, 'confirm');
      if (this.random.chance(0.15)) about(deal.requester, 'withdraw');
      if (this.random.chance(0.05)) about(deal.requester, 'confirm', { forbidden: true });
      if (this.random.chance(0.35)) this.disturb(this.random.pick(deal.items));
    });
  }

  bothComplete(): void {
    this.eachDeal(0.8, (deal, about) => {
      about(deal.requester, 'complete');
      if (this.random.chance(0.6)) about(deal.owner, 'complete');
      for (const item of deal.items) item.owner = item.owner === deal.owner ? deal.requester : deal.owner;
    });
  }

  newOwnersListAgain(): void {
    const traded = new Set(this.deals.flatMap(({ items }) => items));
    for (const item of this.random.sample(2, [...traded])) {
      const after = [...item.last];
      item.last = [this.does(item.owner, 'relist', [item.id], { after })];
      if (this.random.chance(0.4)) item.last.push(this.does(item.owner, this.random.pick(['relist', 'archive', 'update']), [item.id], { after }));
    }
  }

  someTalk(): void {
    const deal = this.random.pick(this.deals);
    if (!deal) return;
    const sides = [deal.owner, deal.requester];
    const after = [deal.id];
    const said = Array.from({ length: this.random.between(2, 4) }, () => this.does(this.random.pick(sides), 'say', [deal.id], { after }));
    const [stranger] = this.others(sides);
    if (stranger !== undefined && this.random.chance(0.2)) this.does(stranger, 'say', [deal.id], { after, forbidden: true });
    for (let count = this.random.between(2, 5); count > 0; count--) {
      const message = this.random.pick(said);
      const { who } = this.steps[message]!;
      const reader = this.random.pick(sides);
      const reply = this.random.pick(['read', 'read', 'edit', 'delete', 'say'] as const);
      if (reply === 'read') this.does(reader, 'read', [deal.id, message], { after: said });
      else if (reply === 'say') this.does(reader, 'say', [deal.id], { after: said });
      else this.does(who, reply, [message], { after: [message], insists: this.random.chance(0.2) });
    }
  }

  somebodyChangesDevices(): void {
    const who = this.random.between(0, this.people - 1);
    const early = this.somewhere();
    if (this.random.chance(0.5)) for (let tabs = 2; tabs > 0; tabs--) this.does(who, 'refresh', [], { after: early });
    if (this.random.chance(0.5)) {
      const ended = this.does(who, 'endOther', [], { after: this.somewhere() });
      this.does(who, 'profile', [], { after: [ended] });
    }
    if (this.random.chance(0.5)) for (let tabs = 2; tabs > 0; tabs--) this.does(who, 'profile', [], { after: early });
  }

  connectionsBreak(): void {
    for (let who = 0; who < this.people; who++) if (this.random.chance(0.4)) this.does(who, 'cut', [], { after: this.somewhere() });
  }

  private eachDeal(share: number, round: (deal: Deal, about: (who: number, what: DeedName, more?: More) => void) => void): void {
    const added = new Map<Thing, number[]>();
    for (const deal of this.deals) {
      if (!this.random.chance(share)) continue;
      const after = [...deal.last, ...deal.items.flatMap(({ last }) => last)];
      round(deal, (who, what, more = {}) => {
        const id = this.does(who, what, [deal.id], { after, ...more });
        for (const concerned of [deal, ...deal.items]) added.set(concerned, [...(added.get(concerned) ?? []), id]);
      });
    }
    for (const [concerned, steps] of added) concerned.last = steps;
  }

  /** While others decide about it. */
  private disturb(item: Thing): void {
    this.does(item.owner, this.random.pick(['archive', 'update', 'update']), [item.id], { after: [...item.last], insists: this.random.chance(0.4) });
  }

  private somewhere(): number[] {
    return this.steps.length === 0 ? [] : [this.random.between(0, this.steps.length - 1)];
  }

  private others(than: readonly number[]): number[] {
    return Array.from({ length: this.people }, (_, who) => who).filter((who) => !than.includes(who));
  }

  private does(who: number, what: Step['what'], of: readonly number[] = [], { after = [], insists = false, forbidden = false }: More = {}): number {
    const id = this.steps.length;
    const twice = what !== 'cut' && this.random.chance(0.12);
    const server = this.random.between(0, this.servers - 1);
    this.steps.push({ id, who, what, of, after: [...new Set([...of, ...after])], server, twice, insists, forbidden, trouble: null });
    return id;
  }
}

const thing = (id: number, owner: number): Thing => ({ id, owner, last: [id] });

/** The same history for the same seed and the same conditions. */
export function generate(seed: number, { servers, kills }: Conditions): History {
  const random = new Random(seed);
  const people = random.pick([2, 3, 3]);
  const market = new Market(random, people, servers);
  market.everybodyLists();
  market.somePropose(random.between(1, 2));
  if (random.chance(0.4)) market.someTalk();
  market.ownersAnswer();
  market.ownersConfirm();
  if (random.chance(0.75)) market.bothComplete();
  if (random.chance(0.35)) {
    market.newOwnersListAgain();
    if (random.chance(0.3)) market.somePropose(1);
  }
  if (random.chance(0.3)) market.somebodyChangesDevices();
  market.connectionsBreak();
  return { seed, people, steps: troubled(market.steps, random, servers, kills) };
}

function troubled(steps: readonly Step[], random: Random, servers: number, kills: boolean): Step[] {
  const troubles = new Map<number, Trouble>();
  const somewhere = () => random.between(0, steps.length - 1);
  if (random.chance(shares.withFailures)) for (let count = random.between(1, 3); count > 0; count--) troubles.set(somewhere(), troubleFor(random));
  const kill = killFor(random, servers);
  if (kill && kills) troubles.set(somewhere(), kill);
  return steps.map((step) => ({ ...step, trouble: troubles.get(step.id) ?? null }));
}

/** The same without some steps, such that it still can be lived through. */
export const without = (history: History, removed: ReadonlySet<number>): History => ({ ...history, steps: remaining(history.steps, removed) });

/** What was about something that is never created is left out too; what came after a step that is gone comes after what that step came after. */
function remaining(steps: readonly Step[], removed: ReadonlySet<number>): Step[] {
  const gone = new Set(removed);
  const earlier = new Map<number, readonly number[]>();
  return steps.flatMap((step) => {
    const after = [...new Set(step.after.flatMap((id) => (gone.has(id) ? earlier.get(id)! : [id])))];
    if (!gone.has(step.id) && !step.of.some((id) => gone.has(id))) return [{ ...step, after }];
    gone.add(step.id);
    earlier.set(step.id, after);
    return [];
  });
}
