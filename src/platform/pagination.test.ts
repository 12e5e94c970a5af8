import { describe, expect, test } from 'vitest';

import { page, reading } from './pagination.js';

describe('a page request', () => {
  test('asks for twenty from the start when it says nothing', () => {
    expect(reading({})).toEqual({ size: 20, backwards: false, start: null });
  });

  test('goes forwards from a cursor, or backwards from one', () => {
    expect(reading({ first: 5, after: 'c' })).toEqual({ size: 5, backwards: false, start: { cursor: 'c', name: 'after' } });
    expect(reading({ last: 5, before: 'c' })).toEqual({ size: 5, backwards: true, start: { cursor: 'c', name: 'before' } });
  });

  test.each([
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ last: 101 }, 'last'],
    [{ first: 1, last: 1 }, 'last'],
    [{ first: 1, before: 'c' }, 'before'],
    [{ last: 1, after: 'c' }, 'after'],
  ])('%j is refused, naming %s', (request, path) => {
    expect(() => reading(request)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', details: expect.objectContaining({ paths: [path] }) as unknown }),
    );
  });
});

describe('a page', () => {
  const cursorOf = (row: number) => `at ${row}`;

  test('knows from one row too many that there is more', () => {
    const { edges, pageInfo } = page([1, 2, 3], 2, false, false, cursorOf);
    expect(edges.map(({ node }) => node)).toEqual([1, 2]);
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: 'at 1', endCursor: 'at 2' });
  });

  test('read backwards is shown forwards', () => {
    const { edges, pageInfo } = page([9, 8, 7], 2, true, true, cursorOf);
    expect(edges.map(({ node }) => node)).toEqual([8, 9]);
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true, startCursor: 'at 8', endCursor: 'at 9' });
  });

  test('may be empty', () => {
    expect(page([], 2, false, true, cursorOf).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });
});
