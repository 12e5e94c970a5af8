import { Double, Int32, Long } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './codec.js';
import type { Doc, Value } from './document.js';
import { doc } from './document.js';
import { readerOf } from './fields.js';

const names: fc.Arbitrary<string> = fc.constantFrom('', 'a', 'b', 'ab', 'abc', 'ä', '__proto__');
const scalars = fc.oneof<fc.Arbitrary<Value>[]>(
  fc.string(), fc.boolean(), fc.constantFrom(null, undefined, new Date(5)), fc.integer().map((n) => new Int32(n)), fc.double().map((n) => new Double(n)), fc.integer().map((n) => Long.fromNumber(n)),
);
const documents = fc.letrec<{ document: Doc }>((tie) => ({
  document: fc.uniqueArray(fc.tuple(names, fc.oneof({ maxDepth: 2 }, scalars, tie('document'), fc.array(scalars, { maxLength: 3 }))), { maxLength: 5, selector: ([name]) => name })
    .map((fields) => fields.reduce((made, [name, value]) => Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true }), doc({}))),
})).document;

test('reads the fields it is asked for, as they are, and no others', () => {
  fc.assert(fc.property(documents, fc.subarray(['', 'a', 'b', 'ab', 'abc', 'ä', '__proto__']), (document, wanted) => {
    const bytes = encode(document);
    const all = decode(bytes);
    const read = readerOf(new Set(wanted))(bytes);
    expect(Object.entries(read)).toEqual(Object.entries(all).filter(([name]) => wanted.includes(name)));
  }));
});

test('reads all if anything may be asked for', () => {
  const bytes = encode(doc({ b: new Int32(1), a: doc({ c: 'x' }) }));
  expect(Object.entries(readerOf(null)(bytes))).toEqual(Object.entries(decode(bytes)));
});
