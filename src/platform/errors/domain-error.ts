import type { Id } from '../identity.js';
import { type ErrorCode, meaningOf } from './catalogue.js';

/** What stands beside the code, for the codes that say more than their name. */
export interface ErrorDetails {
  VALIDATION_FAILED: { paths: string[]; reasons?: Record<string, string[]> };
  VERSION_CONFLICT: { current: number };
  ILLEGAL_TRANSITION: { from: string; to: string };
  ITEM_UNAVAILABLE: { itemIds: Id[] };
  TOO_MANY_PROPOSALS: { itemIds: Id[]; allowed: number };
  QUERY_TOO_COMPLEX: { limit: string; allowed: number };
  RATE_LIMITED: { retryAfter: number };
  INTERNAL: { lookupId: string };
}

export type DetailsOf<Code extends ErrorCode> = Code extends keyof ErrorDetails ? ErrorDetails[Code] : undefined;

/** A refusal the client is meant to understand. Everything else that is thrown gets masked. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(meaningOf(code).meaning);
  }
}

/** `throw refusal('NOT_FOUND')`, `throw refusal('VERSION_CONFLICT', { current: 3 })`. */
export function refusal<Code extends ErrorCode>(
  code: Code,
  ...details: DetailsOf<Code> extends undefined ? [] : [DetailsOf<Code>]
): DomainError {
  return new DomainError(code, details[0]);
}

export const invalid = (path: string, ...reasons: string[]): DomainError =>
  refusal('VALIDATION_FAILED', { paths: [path], reasons: { [path]: reasons } });
