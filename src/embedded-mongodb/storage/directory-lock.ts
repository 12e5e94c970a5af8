import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder belongs to one server at a time. The lock names its process; one that is left over from a process that died
 * does not count. Process numbers come again, so where the system tells when a process started, that counts too.
 */
export class DirectoryLock {
  /** Those of this process, whose own name on a lock says nothing. */
  private static readonly held = new Set<string>();
  private readonly file: string;

  constructor(directory: string) {
    this.file = join(realpathSync(directory), 'mongod.lock');
    const holder = this.holder();
    const self = identityOf(process.pid)!;
    if (holder !== null && (holder !== self || DirectoryLock.held.has(this.file))) throw new Error(`${directory} is in use by process ${holder.split(' ')[0]}`);
    writeFileSync(this.file, self);
    DirectoryLock.held.add(this.file);
  }

  release(): void {
    DirectoryLock.held.delete(this.file);
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
