import { type DomainError, refusal } from './errors/index.js';

/**
 * A policy is a pure function that answers `true` or the refusal:
 * `mayConfirm = (viewer, trade): Decision => trade.ownerId === viewer.id || refusal('NOT_OWNER')`.
 */
export type Decision = true | DomainError;

export function authorize(decision: Decision): void {
  if (decision !== true) throw decision;
}

/** For finding: what the viewer may not see does not exist. */
export function orNotFound<T>(found: T | null | undefined, maySee: (found: T) => Decision = () => true): T {
  if (found == null) throw refusal('NOT_FOUND');
  authorize(maySee(found));
  return found;
}
