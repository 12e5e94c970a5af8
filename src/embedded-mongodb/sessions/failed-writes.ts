import type { Doc } from '../bson/document.js';
import type { Reply } from '../commands/command.js';

/** A write command answers `ok: 1` even if some of its writes failed. In a transaction, they fail all of it. */
export function writesFailed(reply: Reply): boolean {
  const { writeErrors, nErrors } = reply as { writeErrors?: Doc[]; nErrors?: { value: number } };
  return (writeErrors?.length ?? 0) > 0 || Number(nErrors?.value ?? 0) > 0;
}
