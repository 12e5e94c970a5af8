import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

const every = 60_000;
const resolution = 20;
const nanoseconds = 1e6;

/** How long this process lets its callbacks wait: what everybody feels when it has too much to do. */
export class EventLoop {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution });
  private resetting: NodeJS.Timeout | undefined;

  start(): void {
    this.histogram.enable();
    this.resetting = setInterval(() => this.histogram.reset(), every);
    this.resetting.unref();
  }

  stop(): void {
    clearInterval(this.resetting);
    this.histogram.disable();
  }

  /** Of a hundred looks within the last minute, the second longest delay; the timer's own rhythm is not one. */
  delayMs(): number {
    return Math.max(0, Math.round(this.histogram.percentile(99) / nanoseconds - resolution));
  }
}
