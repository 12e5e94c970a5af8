import { describe, expect, test } from 'vitest';
import { boundedRegExp, longTextFor, MATCH_LIMIT_EXCEEDED } from './bounded.js';
import { translate } from './translate.js';

describe('a pattern that would try for ever', () => {
  test.each([
    ['^(a+)+$', 'a'],
    ['^(a|a?)+$', 'a'],
    ['^.*a.*a.*a.*a.*a.*a.*b', 'a'],
  ])('gives up: %s', (pattern, unit) => {
    const { expression } = translate(pattern, '');
    expect(() => expression.test(`${unit.repeat(400)}!`)).toThrow(expect.objectContaining({ code: MATCH_LIMIT_EXCEEDED }));
    expect(expression.test(unit.repeat(3))).toBe(!pattern.endsWith('b'));
  });
});

test('a pattern that finds its way through a long text finds it', () => {
  expect(boundedRegExp('^(?<g1>(?:a)+)+$', 'v').exec('a'.repeat(1000))?.groups).toEqual({ g1: 'a'.repeat(1000) });
  expect([...'ab'.repeat(30).matchAll(boundedRegExp('(?:(?:a)*b)+', 'gv'))].map(({ index }) => index)).toEqual([0]);
});

test.each(['abc', '^a[bc+*(]d', 'a\\+\\(\\*', '(?:a)?b', '(?:a){3}(?:b){2,3}'])('%s cannot take long', (source) => {
  expect(longTextFor(source)).toBe(Infinity);
});

test.each([['a+', 14_142], ['^a.*b.*c', 843], ['(?:a+){2}b', 14_142], ['(?:(?:a)+)*', 26], ['(?:[^)+]*,)+', 26]])('%s may, from so many characters on', (source, length) => {
  expect(Math.floor(longTextFor(source))).toBe(length);
});
