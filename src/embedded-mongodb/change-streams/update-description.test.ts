import { Int32 } from 'bson';
import { expect, test } from 'vitest';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import { updateDescription } from './update-description.js';

test('an update by operators reports the values they set', () => {
  expect(described({ a: 1, b: 2 }, { a: 5 }, ['a', 'b'])).toEqual({ updatedFields: { a: 5 }, removedFields: ['b'], truncatedArrays: [] });
});

test('an operator that set a whole document is not taken apart', () => {
  expect(described({ a: { x: 1, y: 2 } }, { a: { x: 3 } }, ['a']).updatedFields).toEqual({ a: { x: 3 } });
});

test('a pipeline is known by what is different afterwards', () => {
  const long = 'something to keep, longer than the difference';
  expect(described({ a: { x: 1, y: 2, long } }, { a: { x: 3, long } }, undefined)).toEqual({ updatedFields: { 'a.x': 3 }, removedFields: ['a.y'], truncatedArrays: [] });
  expect(described({ a: { x: 1 } }, { a: { x: 3 } }, undefined).updatedFields).toEqual({ a: { x: 3 } });
});

test('a path that was not there is told once, with all that is new', () => {
  expect(described({}, { a: { b: 1, c: 2 } }, ['a', 'a.c']).updatedFields).toEqual({ a: { b: 1, c: 2 } });
  expect(described({ a: {} }, { a: { b: { c: 1 } } }, ['a.b']).updatedFields).toEqual({ 'a.b': { c: 1 } });
});

test('elements of arrays are told by their positions', () => {
  expect(described({ a: [1, 2] }, { a: [1, 2, 3] }, ['a.2']).updatedFields).toEqual({ 'a.2': 3 });
  expect(described({ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, {}] }, ['a.1.b'])).toEqual({ updatedFields: {}, removedFields: ['a.1.b'], truncatedArrays: [] });
});

test('a pipeline that shortens an array truncates it', () => {
  expect(described({ a: ['a text to keep', 1, 2, 3] }, { a: ['a text to keep', 9] }, undefined)).toEqual({
    updatedFields: { 'a.1': 9 }, removedFields: [], truncatedArrays: [{ field: 'a', newSize: 2 }],
  });
});

test('paths with fields that look like positions are told part by part', () => {
  const expanded = updateDescription(documentOf({ a: [{ 1: 1 }] }), documentOf({ a: [{ 1: 2 }] }), ['a.0.1'], true);
  expect(plain(expanded)['disambiguatedPaths']).toEqual({ 'a.0.1': ['a', 0, '1'] });
  expect(plain(updateDescription(documentOf({ a: [1] }), documentOf({ a: [2] }), ['a.0'], true))['disambiguatedPaths']).toEqual({});
});

type Plain = Record<string, unknown>;

function described(before: Plain, after: Plain, touched: string[] | undefined): Plain {
  return plain(updateDescription(documentOf(before), documentOf(after), touched, false));
}

function documentOf(value: Plain): Doc {
  const out = new NewDoc();
  for (const [field, part] of Object.entries(value)) out[field] = valueOf(part);
  return out;
}

function valueOf(value: unknown): Value {
  if (typeof value === 'number') return new Int32(value);
  if (Array.isArray(value)) return value.map(valueOf);
  return typeof value === 'object' && value !== null ? documentOf(value as Plain) : (value as Value);
}

function plain(value: Doc): Plain {
  return JSON.parse(JSON.stringify(value)) as Plain;
}
