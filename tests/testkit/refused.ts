import type { GraphQLFormattedError } from 'graphql';
import { expect } from 'vitest';

import { type ErrorCode, errorCodes } from '../../src/platform/errors/index.js';

/** What a caller gets when the server says no. */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly errors: readonly GraphQLFormattedError[],
    readonly data: unknown = null,
  ) {
    const [first] = errors;
    super(`${String(first?.extensions?.['code'])}: ${first?.message}`);
    const { code, ...details } = first?.extensions ?? {};
    this.code = code as ErrorCode;
    this.details = details;
    for (const error of errors) assertKnown(error);
  }
}

/** Every refusal in the whole suite passes here: a code that is not of the enum fails the test that met it. */
function assertKnown({ extensions, message }: GraphQLFormattedError): void {
  const code = extensions?.['code'];
  if (!errorCodes.includes(code as ErrorCode))
    throw new Error(`The server refused with ${String(code)}, which is no code of the catalogue: ${message}`);
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter must match the one that is extended
  interface Matchers<T> {
    /** `await expect(eve.confirms(trade)).rejects.toHaveCode('NOT_FOUND')`, with what must stand beside the code. */
    toHaveCode(code: ErrorCode, details?: Readonly<Record<string, unknown>>): Promise<void>;
  }
}

expect.extend({
  toHaveCode(received: unknown, code: ErrorCode, details?: Readonly<Record<string, unknown>>) {
    const refused = received instanceof Refused ? received : null;
    const pass = refused?.code === code && (details === undefined || this.equals(refused.details, expect.objectContaining(details)));
    const got = refused ? `${refused.code} ${JSON.stringify(refused.details)}` : String(received);
    return {
      pass,
      message: () => `expected ${this.isNot ? 'anything but ' : ''}${code}${details ? ` ${JSON.stringify(details)}` : ''}, got ${got}`,
    };
  },
});
