import { percentile } from './statistics.js';
import { markIn } from './marks.js';

/** So many ears in one room, and a record of what each has heard how often. */
export class Audience {
  /** For each message, when it was said and how often each ear heard it. */
  private readonly said = new Map<number, { readonly at: number; readonly heard: Uint8Array }>();
  private next = 0;
  private due = 0;
  private took: number[] = [];
  private readonly waiting = new Set<() => void>();
  /** Heard more than once, since the beginning. */
  twice = 0;

  constructor(readonly size: number) {}

  /** The next message, of which everybody will hear. */
  announce(): number {
    this.said.set(this.next, { at: performance.now(), heard: new Uint8Array(this.size) });
    this.due += this.size;
    return this.next++;
  }

  ear(index: number): (frame: Buffer) => void {
    return (frame) => {
      const message = this.said.get(markIn(frame));
      if (!message) return;
      message.heard[index]!++;
      if (message.heard[index]! > 1) return void this.twice++;
      this.took.push(performance.now() - message.at);
      if (--this.due === 0) for (const complete of this.waiting) complete();
    };
  }

  /** Waits until everybody has heard everything, or it must be taken for lost; answers how many deliveries are missing. */
  async hearsAll(patience = 10_000): Promise<number> {
    if (this.due > 0) {
      await new Promise<void>((resolve) => {
        const complete = () => {
          clearTimeout(tooLong);
          this.waiting.delete(complete);
          resolve();
        };
        const tooLong = setTimeout(complete, patience);
        this.waiting.add(complete);
      });
    }
    return this.due;
  }

  /** How long the deliveries since the last time took, from the moment their message was said. */
  takeLatencies(): { p50: number; p99: number } {
    const took = this.took;
    this.took = [];
    return { p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
  }
}
