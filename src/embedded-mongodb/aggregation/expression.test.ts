import { Int32 } from 'bson';
import { describe, expect, test } from 'vitest';
import type { Doc } from '../bson/document.js';
import { compileExpression, constantOf, isExpressionOperator, Variables } from './expression.js';
import { text, value } from './expressions/evaluate.testkit.js';

const doc = (plain: object): Doc => value(plain) as Doc;

describe('variables', () => {
  test('get their values with each evaluation, if only their names are known', () => {
    const expression = compileExpression(value({ $add: ['$$bonus', '$a'] }), { names: new Set(['bonus']) });
    expect([1, 10].map((bonus) => text(expression(doc({ a: 5 }), Variables.of({ bonus: new Int32(bonus) }))))).toEqual(['6', '15']);
  });

  test('whose values are known are evaluated ahead of the documents', () => {
    const constants = Variables.of({ divisor: new Int32(0) });
    expect(() => compileExpression(value({ $divide: [1, '$$divisor'] }), { constants })).toThrow(expect.objectContaining({ codeName: 'BadValue' }));
    expect(constantOf(value({ $add: ['$$divisor', 1] }), { constants })).toEqual({ value: new Int32(1) });
    expect(constantOf('$a', { constants })).toBeUndefined();
  });

  test('of an inner binding do not leak into an outer one of the same name', () => {
    const shadowing = { $let: { vars: { x: 1 }, in: { $map: { input: '$list', as: 'x', in: { $let: { vars: { x: { $add: ['$$x', 10] } }, in: '$$x' } } } } } };
    expect(text(compileExpression(value(shadowing))(doc({ list: [1, 2] }), Variables.none))).toBe('[11, 12]');
  });

  test('redefine what a plain path stands for, if CURRENT is one', () => {
    const expression = compileExpression('$a', { names: new Set(['CURRENT']) });
    expect(text(expression(doc({ a: 1 }), Variables.of({ CURRENT: doc({ a: 2 }) })))).toBe('2');
  });

  test('NOW is there, and one moment for the whole expression', () => {
    expect(text(compileExpression(value({ $eq: ['$$NOW', '$$NOW'] }))(doc({}), Variables.none))).toBe('true');
  });
});

test('constants can be left until everything has been parsed', () => {
  const afterParsing: (() => void)[] = [];
  const expression = compileExpression(value({ $add: [{ $divide: [4, 2] }, '$a'] }), { afterParsing });
  compileExpression(value({ $divide: [1, 0] }), { afterParsing });
  expect(text(expression(doc({ a: 1 }), Variables.none))).toBe('3.0');
  expect(() => afterParsing.forEach((work) => work())).toThrow("can't $divide by zero");
});

test('a collation decides which texts are equal', () => {
  const strings = (a: string, b: string): number => a.toLowerCase().localeCompare(b.toLowerCase());
  const ask = (expression: unknown): string => text(compileExpression(value(expression), { strings })(doc({ a: 'X', list: ['b', 'A', 'B'] }), Variables.none));
  expect(ask({ $eq: ['$a', 'x'] })).toBe('true');
  expect(ask({ $in: ['a', '$list'] })).toBe('true');
  expect(ask({ $setUnion: ['$list', []] })).toBe('["A", "b"]');
  expect(ask({ $indexOfArray: ['$list', 'B'] })).toBe('0');
});

test('names no member of the prototype as an operator', () => {
  expect(isExpressionOperator('$add')).toBe(true);
  for (const name of ['$nope', 'constructor', '__proto__', 'toString']) expect(isExpressionOperator(name)).toBe(false);
  expect(() => compileExpression(value({ $toString: [] }))).toThrow(expect.objectContaining({ code: 50723 }));
});

test('fields of any name are read, and none of the prototype', () => {
  const strange = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as object;
  expect(text(compileExpression(value(['$__proto__', '$constructor', '$hasOwnProperty']))(Object.assign(doc({}), value(strange)), Variables.none))).toBe('[1, 2, null]');
});
