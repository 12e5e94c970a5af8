import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const withTypescript = ['--import', '@oxc-node/core/register'];

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** `npm run migrate -- …` on the database, until it ends. */
export const migrate = (databaseUri: string, ...words: string[]): Promise<Ended> =>
  new Runner(['src/migrate.ts', ...words], { MONGODB_URI: databaseUri }).ended;

/** A process that runs migrations, in code or in the command line. */
export class Runner {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly waiting = new Map<string, () => void>();
  readonly ended: Promise<Ended>;

  constructor(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [...withTypescript, ...words], {
      env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [this.child.stdout!, this.child.stderr!]) createInterface(output).on('line', (line) => this.hear(line));
    this.ended = once(this.child, 'close').then(([code]) => ({ code: code as number | null, output: this.lines.join('\n') }));
  }

  /** Resolves once it has said so. */
  async says(line: string): Promise<void> {
    if (this.lines.includes(line)) return;
    const died = this.ended.then(({ output }) => Promise.reject(new Error(`It ended without saying “${line}”:\n${output}`)));
    await Promise.race([new Promise<void>((resolve) => this.waiting.set(line, resolve)), died]);
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(name);
  }

  private hear(line: string): void {
    this.lines.push(line);
    this.waiting.get(line)?.();
  }
}

/** One with migrations that last until the test lets them go on; see `migrating.child.ts`. Others wait so long for it when it is not heard of. */
export const slowRunner = (databaseUri: string, leaseMs: number): Runner => new Runner(['tests/testkit/migrating.child.ts', databaseUri, String(leaseMs)]);
