const width = 30;
const linesWithoutTerminal = 20;
const longestSilence = 60_000;

/** How far it has come: a bar on a terminal, some lines anywhere else. */
export class Progress {
  private readonly startedAt = performance.now();
  private lines = 0;
  private spokeAt = performance.now();

  constructor(private readonly total: number) {}

  show(done: number): void {
    const share = done / this.total;
    const perSecond = done / ((performance.now() - this.startedAt) / 1000);
    const left = Math.round((this.total - done) / perSecond);
    const text = `${done} of ${this.total} histories, ${perSecond.toFixed(1)} a second, ${left} s to go`;
    if (process.stdout.isTTY) {
      const filled = Math.round(width * share);
      process.stdout.write(`\r[${'█'.repeat(filled)}${' '.repeat(width - filled)}] ${text}   `);
    } else if (Math.floor(share * linesWithoutTerminal) > this.lines || performance.now() - this.spokeAt > longestSilence) {
      this.spokeAt = performance.now();
      this.lines = Math.floor(share * linesWithoutTerminal);
      console.log(text);
    }
  }

  end(): void {
    if (process.stdout.isTTY) process.stdout.write('\n');
  }
}
