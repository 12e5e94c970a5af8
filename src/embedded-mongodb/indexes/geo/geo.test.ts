import type { Double } from 'bson';
import { Double as Number64, Int32 } from 'bson';
import { describe, expect, test } from 'vitest';
import { encode } from '../../bson/codec.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../query/filter.js';
import { metadataOf } from '../../query/metadata.js';
import type { Collection } from '../../storage/collection.js';
import { createCollection } from '../../storage/create-collection.js';
import { COMMITTED, Store } from '../../storage/store.js';
import { execute, planFor } from '../execute.js';
import { Index } from '../index.js';
import { normalizeSpec } from '../spec/normalize.js';

// Expectations were obtained from MongoDB.

const pair = (x: number, y: number): Value => [new Number64(x), new Number64(y)];
const point = (x: number, y: number): Doc => doc({ type: 'Point', coordinates: pair(x, y) });
const ring = (...corners: [number, number][]): Value => corners.map(([x, y]) => pair(x, y));
const square = (x: number, y: number, size: number): Doc => doc({ type: 'Polygon', coordinates: [ring([x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y])] });

function stored(kind: '2dsphere' | '2d', places: Value[]): Collection {
  const store = new Store();
  return store.inStatement(null, (transaction) => {
    const collection = createCollection(store, transaction, { database: 'd', collection: 'c' }, doc({}));
    collection.addIndex(new Index(normalizeSpec(doc({ key: doc({ at: kind }), name: 'at' }), undefined)), transaction.view);
    places.forEach((at, i) => collection.insert(transaction, encode(doc({ _id: new Int32(i), at }))));
    return collection;
  }) as Collection;
}

const find = (collection: Collection, condition: Doc, limit = 0): Doc[] => {
  const request = { filter: compileFilter(doc({ at: condition })), limit };
  return [...execute(collection, COMMITTED, request)].map((row) => row.decode());
};
const ids = (documents: Doc[]): number[] => documents.map(({ _id }) => (_id as Int32).value);

describe('on the earth', () => {
  const places = [point(1, 2), pair(3, 4), square(10, 10, 2), doc({ type: 'LineString', coordinates: ring([0, 0], [0, 10]) }), point(179.9, 0), point(-179.9, 0.5)];
  const collection = stored('2dsphere', places);

  test('what is near comes in order of its distance, in meters', () => {
    const near = find(collection, doc({ $near: doc({ $geometry: point(1, 1) }) }), 4);
    expect(ids(near)).toEqual([3, 0, 1, 2]);
    expect(near.map((document) => (metadataOf(document)!.geoNearDistance as Double).value)[2]).toBeCloseTo(401234.122, 2);
  });

  test('a pair of coordinates is measured in radians', () => {
    const [, second] = find(collection, doc({ $nearSphere: pair(1, 1), $maxDistance: new Number64(0.02) }));
    expect((metadataOf(second!)!.geoNearDistance as Double).value).toBeCloseTo(0.0174532925199433, 12);
  });

  test('distances have two ends, and the date line is no border', () => {
    expect(ids(find(collection, doc({ $near: doc({ $geometry: point(-179.95, 0), $maxDistance: new Int32(100_000) }) })))).toEqual([4, 5]);
    expect(ids(find(collection, doc({ $near: doc({ $geometry: point(-179.95, 0), $minDistance: new Int32(30_000), $maxDistance: new Int32(100_000) }) })))).toEqual([5]);
  });

  test('regions', () => {
    const within = (region: Doc): number[] => ids(find(collection, doc({ $geoWithin: region }))).sort();
    expect(within(doc({ $geometry: square(-1, -1, 6) }))).toEqual([0, 1]);
    expect(within(doc({ $geometry: square(-1, -1, 12) }))).toEqual([0, 1, 3]);
    expect(within(doc({ $centerSphere: [pair(0, 0), new Number64(0.1)] }))).toEqual([0, 1]);
    expect(within(doc({ $box: [pair(0, 0), pair(5, 5)] }))).toEqual([0, 1]);
    const intersects = (geometry: Doc): number[] => ids(find(collection, doc({ $geoIntersects: doc({ $geometry: geometry }) }))).sort();
    expect(intersects(point(11, 11))).toEqual([2]);
    expect(intersects(doc({ type: 'LineString', coordinates: ring([-1, 5], [13, 11]) }))).toEqual([2, 3]);
    expect(intersects(square(9, 9, 4))).toEqual([2]);
  });

  test('an index finds them', () => {
    const { root } = planFor(collection, { filter: compileFilter(doc({ at: doc({ $geoWithin: doc({ $geometry: square(0.5, 1.5, 1) }) }) })) });
    expect([...root.run({ collection, view: COMMITTED })]).toHaveLength(1);
    expect(root.explain('plan').stage).toBe('FETCH');
    expect(root.totalDocsExamined).toBeLessThan(4);
  });

  test.each([
    [point(200, 2), 'Longitude/latitude is out of bounds, lng: 200 lat: 2'], ['x', 'geo element must be an array or object, got string'],
    [doc({ type: 'Nope', coordinates: pair(1, 2) }), "unknown GeoJSON type 'Nope'"], [[new Int32(1)], 'Point must only contain numeric elements, instead got type missing'],
    [doc({ type: 'Polygon', coordinates: [ring([0, 0], [1, 0], [1, 1])] }), 'Loop is not closed, first vertex does not equal last vertex'],
    [doc({ type: 'Polygon', coordinates: [ring([0, 0], [1, 1], [1, 0], [0, 1], [0, 0])] }), 'Loop is not valid: Edges 0 and 2 cross'],
  ])('refuses to take in %s', (place, reason) => {
    expect(() => stored('2dsphere', [place as Value])).toThrow(expect.objectContaining({ code: 510, message: expect.stringContaining(reason) as string }) as Error);
  });

  test('leaves out documents without a place', () => {
    expect(ids(find(stored('2dsphere', [null, [], doc({}), pair(1, 1)]), doc({ $near: doc({ $geometry: point(0, 0) }) })))).toEqual([3]);
  });
});

describe('on a plane', () => {
  const collection = stored('2d', [pair(1, 2), doc({ x: new Int32(3), y: new Int32(4) }), [pair(50, 50), pair(-1, -1)]]);

  test('by a 2d index', () => {
    expect(ids(find(collection, doc({ $near: pair(0, 0) })))).toEqual([2, 0, 1]);
    expect(ids(find(collection, doc({ $near: pair(0, 0), $maxDistance: new Int32(2) })))).toEqual([2]);
    expect(ids(find(collection, doc({ $geoWithin: doc({ $center: [pair(1, 1), new Int32(1)] }) })))).toEqual([0]);
    expect(ids(find(collection, doc({ $geoWithin: doc({ $polygon: ring([0, 0], [10, 0], [0, 10]) }) })))).toEqual([0, 1]);
  });

  test('which cannot answer for GeoJSON', () => {
    expect(() => find(collection, doc({ $near: doc({ $geometry: point(0, 0) }) }))).toThrow(MongoError);
  });
});
