import { Binary, BSONRegExp, Code, Decimal128, deserialize, Double, Int32, Long, MaxKey, MinKey, ObjectId, serialize, Timestamp } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode, MalformedBson } from './codec.js';

const everyType = {
  double: new Double(1), string: 'é', object: { a: new Int32(1) }, array: [new Int32(1), 'x'], binary: new Binary(Buffer.from([1, 2]), 5),
  objectId: new ObjectId(), bool: true, date: new Date(5), null: null, regex: new BSONRegExp('a', 'i'), code: new Code('x', { y: 1 }),
  int: new Int32(1), timestamp: new Timestamp({ t: 1, i: 2 }), long: Long.fromNumber(3), decimal: Decimal128.fromString('1.50'),
  min: new MinKey(), max: new MaxKey(),
};

test('what was written comes back to the byte, every type kept', () => {
  const bytes = Buffer.from(serialize(everyType));
  expect(encode(decode(bytes)).equals(bytes)).toBe(true);
});

test('writes what the bson package writes, and undefined besides', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ minLength: 20, maxLength: 40 }));
  const names = texts.filter((name) => !name.includes('\0'));
  const scalars = fc.oneof(
    texts, fc.boolean(), fc.constant(null), fc.double().map((n) => new Double(n)), fc.integer().map((n) => new Int32(n)), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
    fc.date({ noInvalidDate: true }), fc.tuple(fc.uint8Array(), fc.constantFrom(0, 2, 4, 128)).map(([bytes, subtype]) => new Binary(bytes, subtype)),
    fc.constantFrom(...Object.values(everyType)),
  );
  const documents = fc.letrec((tie) => ({
    document: fc.dictionary(names, fc.oneof({ maxDepth: 2 }, scalars, tie('document'), fc.array(tie('document'), { maxLength: 2 }), fc.array(scalars, { maxLength: 3 })), { maxKeys: 4 }),
  })).document;
  fc.assert(fc.property(documents, (document) => {
    const bytes = Buffer.from(serialize(document as object, { ignoreUndefined: false }));
    expect(encode(decode(bytes)).equals(bytes)).toBe(true);
  }), { numRuns: 500 });
  const withUndefined = Buffer.from('0800000006610000', 'hex');
  expect(encode(decode(withUndefined)).equals(withUndefined)).toBe(true);
});

test('a document that looks like a reference stays a document', () => {
  const bytes = Buffer.from(serialize({ ref: { $ref: 'c', $id: 1 } }));
  expect(Object.keys(decode(bytes).ref as object)).toEqual(['$ref', '$id']);
});

test('a field named __proto__ is a field like any other', () => {
  const bytes = Buffer.from(serialize(JSON.parse('{"__proto__": {"admin": true}}')));
  const read = decode(bytes);
  expect((read as { admin?: unknown }).admin).toBeUndefined();
  expect(deserialize(encode(read))).toEqual(JSON.parse('{"__proto__": {"admin": true}}'));
});

test('damaged bytes are refused and nothing else happens', () => {
  const good = Buffer.from(serialize(everyType));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), (damage) => {
    const bad = Buffer.from(good);
    for (const [at, byte] of damage) bad[at] = byte;
    try {
      decode(bad);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedBson);
    }
  }), { numRuns: 2000 });
});
