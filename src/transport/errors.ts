import type { DomainError } from '../platform/errors/index.js';

/** A refusal of what is not GraphQL, in the form that GraphQL has. */
export const asErrors = ({ code, details, message }: DomainError, reason?: string) => ({
  errors: [{ message: reason ?? message, extensions: { ...details, code } }],
});
