import { describe, expect, test } from 'vitest';
import { decimal, evaluate, long } from './evaluate.testkit.js';

// Where the real engine answers otherwise, and why that is left so. A test that begins to pass is to be moved.
describe('known differences', () => {
  test.fails.each([
    ['relative times', '2020-01-01 +1 day', '2020-01-02T00:00:00.000Z'],
    ['hours and minutes without a colon, which the engine takes for a zone', '20200203T1020', '2020-02-03T10:19:50.000Z'],
  ])('a text with %s is no date', (_what, dateString, answer) => {
    expect(evaluate({ $dateFromString: { dateString } }, {})).toBe(answer);
  });

  // JavaScript's dates end in the year 275760, BSON's do not.
  test.fails('dates far beyond the year 275760 are refused', () => {
    expect(evaluate({ $type: { $toDate: long('9223372036854775807') } }, {})).toBe('"date"');
  });

  // Intel's decimal library, which the engine uses, is a unit off in the last of 34 digits.
  test.fails.each([
    [{ $sin: decimal('1') }, '0.8414709848078965066525023216302991m'],
    [{ $pow: [decimal('2.5'), 2] }, '6.249999999999999999999999999999999m'],
    [{ $pow: [10, decimal('0')] }, '0E-6176m'],
  ])('decimals are right to the last digit: %j', (expression, answer) => {
    expect(evaluate(expression, {})).toBe(answer);
  });

  // The engine at hand is a preview of 9.0; this server calls itself 8.0, where these are unknown.
  test.fails.each([
    [{ $convert: { input: '[1,2]', to: 'array' } }, '[1, 2]'],
    [{ $convert: { input: 'ff', to: 'int', base: 16 } }, '255'],
    [{ $sigmoid: 0 }, '0.5'],
    [{ $subtype: null }, 'null'],
  ])('what came after 8.0 is unknown: %j', (expression, answer) => {
    expect(evaluate(expression, {})).toBe(answer);
  });
});
