import { Double, Int32, Long } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './codec.js';
import type { Doc, Value } from './document.js';
import { doc, isDoc } from './document.js';
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

test('reads of embedded documents only what it is asked for, and arrays as a whole', () => {
  const parts = fc.array(fc.constantFrom('', 'a', 'b', 'ab', '__proto__'), { minLength: 1, maxLength: 3 });
  const only = (value: Value, path: string[]): Value => {
    const [name, ...rest] = path;
    if (name === undefined || !isDoc(value)) return value;
    return doc(name in value ? Object.fromEntries([[name, only(value[name], rest)]]) : {});
  };
  fc.assert(fc.property(documents, parts, (document, path) => {
    const bytes = encode(document);
    expect(encode(readerOf(new Set([path.join('.')]))(bytes))).toEqual(encode(only(decode(bytes), path) as Doc));
  }));
  fc.assert(fc.property(documents, fc.array(parts, { maxLength: 4 }), (document, paths) => {
    const bytes = encode(document);
    const read = readerOf(new Set(paths.map((path) => path.join('.'))))(bytes);
    for (const path of paths) expect(encode(only(read, path) as Doc)).toEqual(encode(only(decode(bytes), path) as Doc));
  }));
});

test('reads all if anything may be asked for', () => {
  const bytes = encode(doc({ b: new Int32(1), a: doc({ c: 'x' }) }));
  expect(Object.entries(readerOf(null)(bytes))).toEqual(Object.entries(decode(bytes)));
});
