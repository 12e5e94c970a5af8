import { median } from './load/statistics.js';

/** A figure with how far its rounds lay apart. */
export interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export const figureOf = (numbers: readonly number[]): Figure => ({ median: median(numbers), least: Math.min(...numbers), most: Math.max(...numbers) });

/** Everything that was measured: for each name, one number of each round. */
export class Results {
  private readonly measured = new Map<string, number[]>();

  note(name: string, value: number): void {
    this.measured.set(name, [...this.rounds(name), value]);
  }

  rounds(name: string): readonly number[] {
    return this.measured.get(name) ?? [];
  }

  of(name: string): Figure | null {
    const rounds = this.rounds(name);
    return rounds.length === 0 ? null : figureOf(rounds);
  }

  /** Round by round, because whatever else the machine did then fell on both. */
  ratio(name: string, by: string): Figure | null {
    const [above, below] = [this.rounds(name), this.rounds(by)];
    const rounds = Math.min(above.length, below.length);
    return rounds === 0 ? null : figureOf(above.slice(0, rounds).map((value, round) => value / below[round]!));
  }

  get names(): string[] {
    return [...this.measured.keys()];
  }
}
