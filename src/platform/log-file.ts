import type { DestinationStream } from 'pino';
import build from 'pino-roll';

export interface LogFile {
  /** `logs/barter.log` becomes `logs/barter.1.log`, `logs/barter.2.log` and so on. */
  readonly path: string;
  readonly frequency: 'hourly' | 'daily';
  readonly maxMb: number;
  /** How many of the older ones stay. */
  readonly kept: number;
}

/**
 * A file, followed by the next when it is too large or too old. Written at once, so that a process that dies has said its last words.
 * What removes the others counts the newest as one of them.
 */
export const openLogFile = ({ path, frequency, maxMb, kept }: LogFile): Promise<DestinationStream> =>
  build({ file: path, frequency, size: `${maxMb}m`, limit: { count: kept + 1, removeOtherLogFiles: true }, mkdir: true, sync: true });
