import { describe, expect, test } from 'vitest';
import { exp, log, pow } from './double-double.js';

// Expectations were asked from the real engine.
describe('functions of doubles, to the last bit', () => {
  test.each([[3, 1.0986122886681098], [10, 2.302585092994046], [1e-5, -11.512925464970229], [1, 0], [5e-324, -744.4400719213812]])('log %d', (x, expected) => {
    expect(log(x)).toBe(expected);
  });

  test.each([[1, 2.718281828459045], [1.7, 5.4739473917272], [0, 1], [-745, 5e-324], [1000, Infinity], [-Infinity, 0]])('exp %d', (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  test.each([
    [1e-5, 1.7, 3.1622776601683816e-9], [2, 0.5, Math.SQRT2], [0, 0, 1], [0, 3, 0], [-2, 3, -8], [10, 308, 1e308], [10, -320, 1e-320], [1, Infinity, 1], [-1, -Infinity, 1],
    [2, Infinity, Infinity], [-8, 1 / 3, NaN], [NaN, 0, 1],
  ])('%d to the power of %d', (base, exponent, expected) => {
    expect(pow(base, exponent)).toBe(expected);
  });
});
