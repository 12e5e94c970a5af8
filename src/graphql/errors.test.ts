import { GraphQLError } from 'graphql';
import { describe, expect, test, vi } from 'vitest';

import { refusal } from '../platform/errors/index.js';
import { createLogger } from '../platform/logger.js';
import { refusedRequest, toClientError } from './errors.js';

const log = createLogger('silent');
const variableError = (message: string) => toClientError(new GraphQLError(message), log).extensions;

describe('a refusal', () => {
  test('comes with its code, its details and its meaning, however deeply it was wrapped', () => {
    const refused = refusal('VERSION_CONFLICT', { current: 3 });
    const wrapped = new GraphQLError('x', { originalError: new GraphQLError('y', { originalError: refused, path: ['a'] }), path: ['a'] });
    expect(toClientError(wrapped, log)).toEqual({
      message: refused.message,
      path: ['a'],
      extensions: { code: 'VERSION_CONFLICT', current: 3 },
    });
  });

  test('of the whole request has the status of its kind', () => {
    expect(refusedRequest(refusal('QUERY_TOO_COMPLEX', { limit: 'depth', allowed: 3 })).extensions).toEqual({ http: { status: 400 } });
  });
});

describe('a variable that may be null where nothing may be', () => {
  test.each([
    ['Argument "itemId" of non-null type "ID!" must not be null.', 'itemId', 'is required'],
    ['Argument "itemId" of required type "ID!" was provided the variable "$id" which was not provided a runtime value.', 'itemId', 'is required'],
    ['Argument "input" has invalid value { title: "secret", category: $category }.', 'input', 'is not of the right type'],
  ])('is told without its value: %s', (message, path, reason) => {
    const error = toClientError(new GraphQLError(message, { path: ['item'] }), log);
    expect(error.extensions).toEqual({ code: 'VALIDATION_FAILED', paths: [path], reasons: { [path]: [reason] } });
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});

describe('what is wrong with a variable', () => {
  test.each([
    [
      'Variable "$input" got invalid value "secret" at "input.price"; Int cannot represent non-integer value: "secret"',
      'input.price',
      'is not of the right type',
    ],
    [
      'Variable "$input" got invalid value { a: "secret" }; Field "title" of required type "String!" was not provided.',
      'input.title',
      'is required',
    ],
    [
      'Variable "$input" got invalid value { a: "secret" } at "input.side"; Field "role" is not defined by type "SideInput".',
      'input.side.role',
      'is not known',
    ],
    ['Variable "$id" of required type "ID!" was not provided.', 'id', 'is required'],
    ['Variable "$id" of non-null type "ID!" must not be null.', 'id', 'is required'],
    ['Variable "$kind" got invalid value "secret"; Value "secret" does not exist in "Kind" enum.', 'kind', 'is not of the right type'],
  ])('is told by its path, and not by its value: %s', (message, path, reason) => {
    expect(variableError(message)).toEqual({ code: 'VALIDATION_FAILED', paths: [path], reasons: { [path]: [reason] } });
  });
});

describe('anything else', () => {
  test.each([
    new Error('E11000 duplicate key'),
    new TypeError('x is not a function'),
    'a string',
    new GraphQLError('Cannot return null for non-nullable field A.b.', { path: ['a', 'b'] }),
  ])('is masked, and logged under the same id: %s', (error) => {
    const logged = vi.spyOn(log, 'error');
    const { message, extensions } = toClientError(error, log);
    expect(extensions).toEqual({ code: 'INTERNAL', lookupId: expect.any(String) as unknown });
    expect(message).not.toMatch(/E11000|not a function|Cannot return/);
    expect(logged).toHaveBeenLastCalledWith(expect.objectContaining({ lookupId: extensions?.['lookupId'] }), expect.any(String));
  });
});
