import { isEnumType } from 'graphql';
import { expect, test } from 'vitest';

import { errorCodes } from '../../src/platform/errors/index.js';
import type { ErrorCode } from '../generated/graphql.js';
import { theSchema } from '../testkit/schema.js';

/** What a client does about each code. It stops compiling when a code is added, which is the point of a closed catalogue. */
function advice(code: ErrorCode): 'log in' | 'correct the request' | 'read again' | 'choose otherwise' | 'subscribe anew' | 'try again' {
  switch (code) {
    case 'UNAUTHENTICATED':
    case 'INVALID_CREDENTIALS':
    case 'SIGN_IN_FAILED':
      return 'log in';
    case 'VALIDATION_FAILED':
    case 'QUERY_TOO_COMPLEX':
    case 'DOCUMENT_INVALID':
    case 'BAD_REQUEST':
    case 'IDEMPOTENCY_KEY_REUSED':
    case 'EMAIL_REQUIRED':
      return 'correct the request';
    case 'VERSION_CONFLICT':
    case 'ILLEGAL_TRANSITION':
    case 'ALREADY_COMPLETED':
    case 'NOT_FOUND':
      return 'read again';
    case 'FORBIDDEN':
    case 'TOKEN_INVALID':
    case 'EMAIL_NOT_VERIFIED':
    case 'ACCOUNT_SUSPENDED':
    case 'NOT_OWNER':
    case 'NOT_PARTICIPANT':
    case 'EMAIL_TAKEN':
    case 'SIGN_IN_TAKEN':
    case 'LAST_SIGN_IN':
    case 'LAST_ADMINISTRATOR':
    case 'SELF_TRADE':
    case 'ITEM_UNAVAILABLE':
    case 'ITEM_LOCKED':
    case 'DUPLICATE_PROPOSAL':
    case 'TOO_MANY_PROPOSALS':
    case 'TERMS_NOT_ACCEPTED':
      return 'choose otherwise';
    case 'RESYNC_REQUIRED':
    case 'ACCESS_REVOKED':
      return 'subscribe anew';
    case 'RATE_LIMITED':
    case 'TRY_AGAIN_LATER':
    case 'INTERNAL':
      return 'try again';
    default:
      return code satisfies never;
  }
}

/** Whoever forgets one does not compile: `check:types` fails here as soon as it no longer would. */
export function forgetful(code: ErrorCode): string {
  if (code !== 'INTERNAL') return advice(code);
  // @ts-expect-error -- INTERNAL was forgotten
  return code satisfies never;
}

test('a client can act on every code there is, and there are no others', () => {
  const inSchema = theSchema().getType('ErrorCode');
  expect(isEnumType(inSchema) && inSchema.getValues().map(({ name }) => name)).toEqual(errorCodes);
  expect(errorCodes.map((code) => advice(code))).not.toContain(undefined);
});
