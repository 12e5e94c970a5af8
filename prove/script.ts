import type { Random } from './random.js';
import type { Step } from './step.js';

export type More = Partial<Pick<Step, 'insists' | 'forbidden' | 'after' | 'whom' | 'sameAs'>>;

/** What is written down while a history is made up. */
export class Script {
  readonly steps: Step[] = [];

  constructor(
    readonly random: Random,
    readonly people: number,
    private readonly servers: number,
  ) {}

  does(who: number, what: Step['what'], of: readonly number[] = [], { after = [], insists = false, forbidden = false, whom = null, sameAs = null }: More = {}): number {
    const id = this.steps.length;
    const twice = what !== 'cut' && this.random.chance(0.12);
    const server = this.random.between(0, this.servers - 1);
    this.steps.push({ id, who, whom, what, of, after: [...new Set([...of, ...after])], sameAs, server, twice, insists, forbidden, trouble: null });
    return id;
  }

  somewhere(): number[] {
    return this.steps.length === 0 ? [] : [this.random.between(0, this.steps.length - 1)];
  }

  somebody(): number {
    return this.random.between(0, this.people - 1);
  }

  others(than: readonly number[]): number[] {
    return Array.from({ length: this.people }, (_, who) => who).filter((who) => !than.includes(who));
  }
}
