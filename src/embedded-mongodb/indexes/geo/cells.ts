import type { LngLat, Vector } from './sphere.js';
import { angle, middle } from './sphere.js';

/** A rectangle of a plane, or of longitudes and latitudes. */
export interface Box {
  minX: number;
  maxX: number;
  minY: number;
  maxY: number;
}

export const WORLD: Box = { minX: -180, maxX: 180, minY: -90, maxY: 90 };

/** So often a rectangle is quartered: 2 · 26 bits and one that ends them fit a safe integer. */
const LEVELS = 26;

/** How finely a region is told: more cells, fewer places beside it. */
const MOST_CELLS = 16;

/**
 * A quarter of a quarter of … a rectangle, as a number: the bits of its way down, a one, and zeros. Cells within it are the
 * odd numbers around it, so that a region is a few ranges of numbers.
 */
type Cell = number;

interface Square { cell: Cell; level: number; box: Box }

const ROOT_CELL = 4 ** LEVELS;

/** The smallest cell that holds a point. */
export function cellOf([x, y]: LngLat, world: Box): Cell {
  const column = Math.min(2 ** LEVELS - 1, Math.floor(((x - world.minX) / (world.maxX - world.minX)) * 2 ** LEVELS));
  const row = Math.min(2 ** LEVELS - 1, Math.floor(((y - world.minY) / (world.maxY - world.minY)) * 2 ** LEVELS));
  let path = 0;
  for (let bit = LEVELS - 1; bit >= 0; bit -= 1) path = path * 4 + (Math.floor(row / 2 ** bit) % 2) * 2 + (Math.floor(column / 2 ** bit) % 2);
  return path * 2 + 1;
}

/** Cells that together hold all of the boxes. */
export function cover(boxes: readonly Box[], world: Box): Cell[] {
  const done: Cell[] = [];
  let open: Square[] = [{ cell: ROOT_CELL, level: 0, box: world }];
  while (open.length > 0 && open.length + done.length < MOST_CELLS) {
    const square = open.shift()!;
    const inside = quartersOf(square).filter(({ box }) => boxes.some((wanted) => overlap(box, wanted)));
    for (const quarter of inside) {
      if (quarter.level === LEVELS || boxes.some((wanted) => holds(wanted, quarter.box))) done.push(quarter.cell);
      else open.push(quarter);
    }
    // The largest first, so that all get equally small.
    open = open.sort((a, b) => a.level - b.level);
  }
  return [...done, ...open.map(({ cell }) => cell)].sort((a, b) => a - b);
}

function quartersOf({ cell, level, box }: Square): Square[] {
  const step = 4 ** (LEVELS - level - 1);
  const middleX = (box.minX + box.maxX) / 2;
  const middleY = (box.minY + box.maxY) / 2;
  return [0, 1, 2, 3].map((quarter) => ({
    cell: cell - 4 * step + step + 2 * step * quarter,
    level: level + 1,
    box: {
      minX: quarter % 2 === 0 ? box.minX : middleX, maxX: quarter % 2 === 0 ? middleX : box.maxX,
      minY: quarter < 2 ? box.minY : middleY, maxY: quarter < 2 ? middleY : box.maxY,
    },
  }));
}

function overlap(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;
}

function holds(outer: Box, inner: Box): boolean {
  return outer.minX <= inner.minX && inner.maxX <= outer.maxX && outer.minY <= inner.minY && inner.maxY <= outer.maxY;
}

/** What has to be looked up to find all that overlaps with the cells: what is in them, and what they are in. */
export function lookups(cells: readonly Cell[]): { from: Cell; to: Cell }[] {
  const out = new Map<string, { from: Cell; to: Cell }>();
  for (const cell of cells) {
    const size = lowestBit(cell);
    out.set(`${cell}`, { from: cell - size + 1, to: cell + size - 1 });
    for (let around = parentOf(cell, size); around !== null; around = parentOf(around, lowestBit(around))) out.set(`${around}`, { from: around, to: around });
  }
  return [...out.values()];
}

function lowestBit(cell: Cell): number {
  let bit = 1;
  while (cell % (bit * 2) === 0) bit *= 2;
  return bit;
}

function parentOf(cell: Cell, size: number): Cell | null {
  if (cell === ROOT_CELL) return null;
  const parentSize = size * 4;
  return Math.floor(cell / (parentSize * 2)) * parentSize * 2 + parentSize;
}

const DEGREES = 180 / Math.PI;

/** Longitudes and latitudes that hold all places within a distance of a point. */
export function boxesAround(center: Vector, radius: number): Box[] {
  const margin = radius * (1 + 1e-9) + 1e-12;
  const latitude = Math.asin(Math.max(-1, Math.min(1, center[2])));
  const minY = Math.max(-90, (latitude - margin) * DEGREES);
  const maxY = Math.min(90, (latitude + margin) * DEGREES);
  const reach = Math.sin(margin) / Math.cos(latitude);
  if (minY <= -90 || maxY >= 90 || margin >= Math.PI / 2 || !(reach < 1)) return [{ minX: -180, maxX: 180, minY, maxY }];
  const longitude = Math.atan2(center[1], center[0]) * DEGREES;
  const width = Math.asin(reach) * DEGREES;
  const [west, east] = [longitude - width, longitude + width];
  if (west < -180) return [{ minX: -180, maxX: east, minY, maxY }, { minX: west + 360, maxX: 180, minY, maxY }];
  if (east > 180) return [{ minX: west, maxX: 180, minY, maxY }, { minX: -180, maxX: east - 360, minY, maxY }];
  return [{ minX: west, maxX: east, minY, maxY }];
}

/** The same for all that lies between points: a circle around them holds the edges as well. */
export function boxesAroundAll(points: readonly Vector[]): Box[] {
  const center = middle(points);
  if (center === null) return [WORLD];
  const radius = Math.max(...points.map((point) => angle(center, point)));
  return radius >= Math.PI / 2 - 1e-9 ? [WORLD] : boxesAround(center, radius);
}
