import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder belongs to one server at a time. The lock names its process; one that is left over from a process that died
 * does not count. Process numbers come again, so where the system tells when a process started, that counts too.
 */
export class DirectoryLock {
  private readonly file: string;

  constructor(directory: string) {
    this.file = join(directory, 'mongod.lock');
    const holder = this.holder();
    if (holder !== null && holder !== identityOf(process.pid)) throw new Error(`${directory} is in use by process ${holder.split(' ')[0]}`);
    writeFileSync(this.file, identityOf(process.pid)!);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private holder(): string | null {
    try {
      const identity = readFileSync(this.file, 'utf8');
      return identityOf(Number(identity.split(' ')[0])) === identity ? identity : null;
    } catch {
      return null;
    }
  }
}

/** Null: no such process. */
function identityOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  return `${pid} ${startOf(pid)}`;
}

/** When a process started, in the words of Linux; elsewhere it is not known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
