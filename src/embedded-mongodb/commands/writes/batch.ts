import { Int32 } from 'bson';
import type { Doc } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { ERROR_CODES, MongoError } from '../../errors.js';
import type { CommandContext } from '../command.js';

const MOST_OPERATIONS = 100_000;

/** These end the command, and not only the write they came over. */
const INTERRUPTIONS = new Set<number>([
  ERROR_CODES.Interrupted, ERROR_CODES.InterruptedAtShutdown, ERROR_CODES.MaxTimeMSExpired, ERROR_CODES.ClientDisconnect, ERROR_CODES.CursorKilled,
  ERROR_CODES.InterruptedDueToReplStateChange, ERROR_CODES.ExceededTimeLimit, ERROR_CODES.TransactionExceededLifetimeLimitSeconds,
]);

/** An update that is no pipeline at all is found out too late to be the fault of one write. */
const NO_PIPELINE = new Set([40323, 40324]);

export function checkBatchSize(count: number): void {
  if (count >= 1 && count <= MOST_OPERATIONS) return;
  throw new MongoError('InvalidLength', `Write batch sizes must be between 1 and ${MOST_OPERATIONS}. Got ${count} operations.`);
}

/**
 * Runs the writes of a command one after another. One that fails ends the command if it is ordered, or in a transaction.
 * @returns the errors, as `writeErrors` shows them
 */
export async function runBatch(context: CommandContext, count: number, ordered: boolean, write: (position: number) => void | Promise<void>): Promise<Doc[]> {
  const errors: Doc[] = [];
  for (let position = 0; position < count; position += 1) {
    try {
      context.throwIfInterrupted();
      const pending = write(position);
      if (pending instanceof Promise) await pending;
    } catch (error) {
      errors.push(writeError(position, refusalOf(error, context)));
      if (ordered || context.transaction !== null) break;
    }
  }
  return errors;
}

/** @throws what concerns more than this one write */
export function refusalOf(error: unknown, context: CommandContext): MongoError {
  if (!(error instanceof MongoError) || INTERRUPTIONS.has(error.code) || NO_PIPELINE.has(error.code)) throw error;
  if (context.transaction !== null && error.code === ERROR_CODES.WriteConflict) throw error;
  return error;
}

function writeError(position: number, { code, message, details }: MongoError): Doc {
  return doc({ index: new Int32(position), code: new Int32(code), errmsg: message, ...details });
}
