import type { DeedName } from './deeds/index.js';
import type { More, Script } from './script.js';

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

/** A small market that is lived through in rounds; what concerns the same thing within a round is a race. */
export class Market {
  private readonly items: Thing[] = [];
  private readonly deals: Deal[] = [];

  constructor(private readonly script: Script) {}

  everybodyLists(): void {
    for (let who = 0; who < this.script.people; who++) {
      for (let count = this.script.random.pick([1, 1, 2]); count > 0; count--) this.items.push(thing(this.script.does(who, 'list'), who));
    }
  }

  /** Two tabs that both insist on what they have seen. */
  somebodyPolishes(): void {
    const item = this.script.random.pick(this.items);
    const after = [...item.last];
    item.last = [0, 1].map(() => this.script.does(item.owner, 'update', [item.id], { after, insists: true }));
  }

  somePropose(howMany: number): void {
    const round: Deal[] = [];
    for (let count = 0; count < howMany; count++) {
      const wanted = this.script.random.pick(this.items);
      const requester = this.script.random.pick(this.script.others([wanted.owner]));
      const offered = this.script.random.sample(this.script.random.pick([1, 1, 1, 2]), this.items.filter(({ owner }) => owner === requester));
      if (offered.length === 0) continue;
      const items = [wanted, ...offered];
      const times = this.script.random.chance(0.3) ? 2 : 1;
      for (let time = 0; time < times; time++) {
        const id = this.script.does(requester, 'propose', items.map((item) => item.id), { whom: wanted.owner, after: items.flatMap(({ last }) => last) });
        round.push({ ...thing(id, wanted.owner), requester, items });
      }
    }
    for (const deal of round) for (const item of deal.items) item.last = [...item.last, deal.id];
    this.deals.push(...round);
  }

  ownersAnswer(): void {
    this.eachDeal(0.9, (deal, about) => {
      about(deal.owner, 'express');
      if (this.script.random.chance(0.1)) about(deal.owner, 'reject');
      if (this.script.random.chance(0.1)) about(deal.requester, 'withdraw');
      if (this.script.random.chance(0.05)) about(deal.requester, 'express', { forbidden: true });
    });
  }

  ownersConfirm(): void {
    this.eachDeal(0.85, (deal, about) => {
      about(deal.owner, 'confirm', { insists: this.script.random.chance(0.35) });
      if (this.script.random.chance(0.25)) about(deal.owner, 'confirm');
      if (this.script.random.chance(0.1)) about(deal.requester, 'withdraw');
      if (this.script.random.chance(0.05)) about(deal.requester, 'confirm', { forbidden: true });
      if (this.script.random.chance(0.25)) this.disturb(this.script.random.pick(deal.items));
    });
  }

  bothComplete(): void {
    this.eachDeal(0.95, (deal, about) => {
      about(deal.requester, 'complete');
      if (this.script.random.chance(0.6)) about(deal.owner, 'complete');
      for (const item of deal.items) item.owner = item.owner === deal.owner ? deal.requester : deal.owner;
    });
  }

  newOwnersListAgain(): void {
    const traded = new Set(this.deals.flatMap(({ items }) => items));
    for (const item of this.script.random.sample(2, [...traded])) {
      const after = [...item.last];
      item.last = [this.script.does(item.owner, 'relist', [item.id], { after })];
      if (this.script.random.chance(0.4)) item.last.push(this.script.does(item.owner, this.script.random.pick(['relist', 'archive', 'update']), [item.id], { after }));
    }
  }

  someTalk(): void {
    const deal = this.script.random.pick(this.deals);
    if (!deal) return;
    const sides = [deal.owner, deal.requester];
    const after = [deal.id];
    const said = Array.from({ length: this.script.random.between(2, 4) }, () => this.script.does(this.script.random.pick(sides), 'say', [deal.id], { after }));
    // A page that heard no answer sends its message again, and has forgotten the key.
    for (const message of said) if (this.script.random.chance(0.15)) this.script.does(this.script.steps[message]!.who, 'say', [deal.id], { after, sameAs: message });
    const [stranger] = this.script.others(sides);
    if (stranger !== undefined && this.script.random.chance(0.3)) this.script.does(stranger, 'say', [deal.id], { after, forbidden: true });
    for (let count = this.script.random.between(2, 5); count > 0; count--) {
      const message = this.script.random.pick(said);
      const { who } = this.script.steps[message]!;
      const reader = this.script.random.pick(sides);
      const reply = this.script.random.pick(['read', 'read', 'edit', 'delete', 'say'] as const);
      if (reply === 'read') this.reads(reader, deal, message, said);
      else if (reply === 'say') this.script.does(reader, 'say', [deal.id], { after: said });
      else this.changes(who, reply, message);
    }
  }

  private reads(reader: number, deal: Deal, message: number, said: readonly number[]): void {
    const read = this.script.does(reader, 'read', [deal.id, message], { after: said });
    // Scrolled back to, on the other device.
    if (this.script.random.chance(0.5)) this.script.does(reader, 'read', [deal.id, this.script.random.pick(said)], { after: [...said, read] });
  }

  private changes(who: number, what: 'edit' | 'delete', message: number): void {
    const changed = this.script.does(who, what, [message], { after: [message], insists: this.script.random.chance(0.35) });
    if (this.script.random.chance(0.4)) this.script.does(who, 'edit', [message], { after: [message, changed] });
  }

  private eachDeal(share: number, round: (deal: Deal, about: (who: number, what: DeedName, more?: More) => void) => void): void {
    const added = new Map<Thing, number[]>();
    for (const deal of this.deals) {
      if (!this.script.random.chance(share)) continue;
      const after = [...deal.last, ...deal.items.flatMap(({ last }) => last)];
      round(deal, (who, what, more = {}) => {
        const id = this.script.does(who, what, [deal.id], { after, ...more });
        for (const concerned of [deal, ...deal.items]) added.set(concerned, [...(added.get(concerned) ?? []), id]);
      });
    }
    for (const [concerned, steps] of added) concerned.last = steps;
  }

  /** While others decide about it. */
  private disturb(item: Thing): void {
    this.script.does(item.owner, this.script.random.pick(['archive', 'update', 'update']), [item.id], { after: [...item.last], insists: this.script.random.chance(0.4) });
  }
}

const thing = (id: number, owner: number): Thing => ({ id, owner, last: [id] });
