import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxesAround, cellOf, cover, lookups, WORLD } from './cells.js';
import type { LngLat } from './sphere.js';
import { angle, encloses, signedArea, vectorOf } from './sphere.js';

const places = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, 90, 89.999)));
const radii = fc.oneof(fc.double({ min: 0, max: 3.2, noNaN: true }), fc.double({ min: 0, max: 0.01, noNaN: true }));
const finds = (ranges: { from: number; to: number }[], cell: number): boolean => ranges.some(({ from, to }) => from <= cell && cell <= to);

test('whatever is near is in the cells that are looked up', () => {
  fc.assert(fc.property(places, radii, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 6.3, noNaN: true }), (center, radius, share, bearing) => {
    const from = vectorOf(center);
    const place = walk(center, radius * share, bearing);
    fc.pre(angle(from, vectorOf(place)) <= radius);
    const ranges = lookups(cover(boxesAround(from, radius), WORLD));
    expect(finds(ranges, cellOf(place, WORLD))).toBe(true);
  }), { numRuns: 2000 });
});

test('two regions that overlap find each other', () => {
  fc.assert(fc.property(places, radii, radii, (center, one, other) => {
    const stored = cover(boxesAround(vectorOf(center), one), WORLD);
    const ranges = lookups(cover(boxesAround(vectorOf(center), other), WORLD));
    expect(stored.some((cell) => finds(ranges, cell))).toBe(true);
  }), { numRuns: 1000 });
});

test('a small region has few cells, and far places are not in them', () => {
  const ranges = lookups(cover(boxesAround(vectorOf([10, 50]), 0.001), WORLD));
  expect(finds(ranges, cellOf([11, 50], WORLD))).toBe(false);
  expect(ranges.reduce((sum, { from, to }) => sum + (to - from), 0)).toBeLessThan(2 ** 53 / 1e6);
});

test('a loop encloses what is on its left', () => {
  const loop = ([[0, 0], [10, 0], [10, 10], [0, 10]] as LngLat[]).map(vectorOf);
  expect(signedArea(loop)).toBeGreaterThan(0);
  expect([[5, 5], [15, 5], [-175, -5], [5, -1], [0.001, 0.001]].map((place) => encloses(loop, vectorOf(place as unknown as LngLat)))).toEqual([true, false, false, false, true]);
  expect(signedArea([...loop].reverse())).toBeCloseTo(-signedArea(loop), 10);
});

/** Where one comes to from a place, going straight on. */
function walk([lng, lat]: LngLat, distance: number, bearing: number): LngLat {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lng * Math.PI) / 180];
  const y = Math.asin(Math.max(-1, Math.min(1, Math.sin(phi) * Math.cos(distance) + Math.cos(phi) * Math.sin(distance) * Math.cos(bearing))));
  const x = lambda + Math.atan2(Math.sin(bearing) * Math.sin(distance) * Math.cos(phi), Math.cos(distance) - Math.sin(phi) * Math.sin(y));
  return [((((x * 180) / Math.PI + 540) % 360) + 360) % 360 - 180, (y * 180) / Math.PI];
}
