import type { Speed, Workload } from './workloads.js';

export const whole = (n: number): string => Math.round(n).toLocaleString('en');

const ratio = (n: number): string => (Number.isNaN(n) ? '-' : n.toFixed(2));

/**
 * A line for each workload. Ratios say how much better this server is than the genuine one, at the size where it does
 * worst. Beside the rates, which feel whatever else the machine does, stands the processor time, which hardly does.
 */
export class Table {
  constructor(private readonly sizes: readonly number[], private readonly compares: boolean) {}

  head(): void {
    const columns = (label: string): string => this.sizes.map((size) => `${label}${whole(size)}`.padStart(13)).join('');
    const ours = `${columns('')}${'growth'.padStart(9)}`;
    const rates = this.compares ? `${columns('real ')}${'ratio'.padStart(8)}` : '';
    const processor = this.compares ? `${columns('real ')}${'ratio'.padStart(8)}` : '';
    console.log(`\n${''.padEnd(36)}${'operations a second'.padStart(ours.length + rates.length)}${'µs of the processor'.padStart(columns('').length + processor.length)}`);
    console.log(`${''.padEnd(36)}${ours}${rates}${columns('')}${processor}`);
  }

  row({ name, isScan }: Workload, ours: readonly Speed[], real: readonly Speed[] | undefined): void {
    const columns = (speeds: readonly Speed[], what: keyof Speed): string => speeds.map((speed) => (Number.isNaN(speed[what]) ? '-' : whole(speed[what])).padStart(13)).join('');
    const compared = (what: keyof Speed, better: (speed: Speed, other: Speed) => number): string => (
      real === undefined ? '' : columns(real, what) + ratio(Math.min(...ours.map((speed, i) => better(speed, real[i]!)))).padStart(8)
    );
    const growth = isScan ? '-' : `${(ours[0]!.rate / ours[ours.length - 1]!.rate).toFixed(2)}x`;
    console.log(
      name.padEnd(36) + columns(ours, 'rate') + growth.padStart(9) + compared('rate', (speed, other) => speed.rate / other.rate)
      + columns(ours, 'processor') + compared('processor', (speed, other) => other.processor / speed.processor),
    );
  }
}
