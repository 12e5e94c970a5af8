import { Double } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Filter } from '../../query/filter.js';
import { withMetadata } from '../../query/metadata.js';
import type { Row } from '../../storage/collection.js';
import { describeIndex } from '../explain/describe-index.js';
import type { Box } from '../geo/cells.js';
import { boxesAround } from '../geo/cells.js';
import type { Near } from '../geo/near.js';
import { storedGeometry, storedPoint } from '../geo/region.js';
import { distanceTo } from '../geo/relations.js';
import type { Vector } from '../geo/sphere.js';
import { EARTH_RADIUS_METERS, vectorOf } from '../geo/sphere.js';
import type { Index } from '../index.js';
import type { IndexRead } from '../planner/candidate.js';
import { IndexScan } from './IXSCAN.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** A document that has been measured. */
interface Found { row: Row; distance: number; place: Value }

/**
 * Documents in the order of their distance. The index is asked for what lies within a circle, then within a larger one,
 * until nothing is left to be found: so the nearest few are found without looking at all.
 */
export class GeoNear extends Stage {
  readonly name: string;
  private readonly circles: Doc[] = [];
  private readonly center: Vector;

  /** @param readWithin what to read of the index for the boxes around a circle */
  constructor(
    readonly index: Index, private readonly near: Near, private readonly path: string, private readonly filter: Filter, private readonly readWithin: (boxes: Box[]) => IndexRead,
  ) {
    super([]);
    this.name = index.geo!.isFlat ? 'GEO_NEAR_2D' : 'GEO_NEAR_2DSPHERE';
    this.center = vectorOf(near.center);
  }

  protected *rows(source: Source): Generator<Row> {
    const { world, isFlat } = this.index.geo!;
    const [x, y] = this.near.center;
    if (isFlat && !(x >= world.minX && x <= world.maxX && y >= world.minX && y <= world.maxX)) throw new MongoError(16433, `point not in interval of [ ${world.minX}, ${world.maxX} ]`);
    const end = this.near.isSpherical ? Math.PI : 4 * (world.maxX - world.minX);
    const last = Math.min(end, this.near.maxDistance / this.unit);
    const seen = new Set<number>();
    let waiting: Found[] = [];
    let radius = Math.min(last, this.near.isSpherical ? 0.0005 : (world.maxX - world.minX) / 1000);
    for (;;) {
      const found = this.within(source, radius, seen);
      waiting = [...waiting, ...found].sort((a, b) => a.distance - b.distance);
      const isLast = radius >= last;
      // What is farther than the circle may yet be overtaken by what has not been found.
      const safe = isLast ? Infinity : radius * this.unit;
      let done = 0;
      for (; done < waiting.length && waiting[done]!.distance <= safe; done += 1) {
        const { row, distance, place } = waiting[done]!;
        if (distance < this.near.minDistance || distance > this.near.maxDistance) continue;
        withMetadata(row.decode(), { geoNearDistance: new Double(distance), geoNearPoint: place });
        yield row;
      }
      waiting = waiting.slice(done);
      if (isLast) return;
      radius = Math.min(last, radius * (found.length === 0 ? 4 : 2));
    }
  }

  /** Of an angle in meters, and of itself else. */
  private get unit(): number {
    return this.near.isGeoJson ? EARTH_RADIUS_METERS : 1;
  }

  private within(source: Source, radius: number, seen: Set<number>): Found[] {
    const [x, y] = this.near.center;
    const boxes = this.near.isSpherical ? boxesAround(this.center, radius) : [{ minX: x - radius, maxX: x + radius, minY: y - radius, maxY: y + radius }];
    const scan = new IndexScan(this.readWithin(boxes), 1);
    const out: Found[] = [];
    for (const row of scan.run(source)) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      this.docsExamined += 1;
      const document = row.decode();
      const nearest = this.nearestIn(document);
      if (nearest !== null && this.filter.matches(document)) out.push({ row, ...nearest });
    }
    this.keysExamined += scan.keysExamined;
    this.circles.push(doc({ maxDistance: new Double(radius * this.unit), nBuffered: integer(out.length), keysExamined: integer(scan.keysExamined) }));
    return out;
  }

  private nearestIn(document: Doc): { distance: number; place: Value } | null {
    let best: { distance: number; place: Value } | null = null;
    for (const place of placesAlong(document, this.path.split('.'))) {
      const distance = this.distanceOf(place);
      if (distance !== null && (best === null || distance < best.distance)) best = { distance, place };
    }
    return best;
  }

  private distanceOf(place: Value): number | null {
    if (!this.near.isSpherical) {
      const point = storedPoint(place);
      return point && Math.sqrt((point[0] - this.near.center[0]) ** 2 + (point[1] - this.near.center[1]) ** 2);
    }
    const geometry = storedGeometry(place);
    return geometry && distanceTo(geometry, this.center) * this.unit;
  }

  protected describe(telling: Telling): Record<string, Value> {
    const { keyPattern, indexName, indexVersion } = describeIndex(this.index);
    return { keyPattern, indexName, indexVersion, ...(telling === 'execution' ? { keysExamined: integer(this.keysExamined), docsExamined: integer(this.docsExamined), searchIntervals: this.circles } : {}) };
  }
}

/** A list of places at the end of the path counts as its elements as well. */
function placesAlong(from: Value, path: readonly string[]): Value[] {
  if (path.length === 0) return Array.isArray(from) ? [from, ...from] : [from];
  if (Array.isArray(from)) return from.flatMap((element) => placesAlong(element, path));
  const [field, ...rest] = path;
  return isDoc(from) && field! in from ? placesAlong(from[field!], rest) : [];
}
