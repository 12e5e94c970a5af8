import { Int32 } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import { compare } from '../../bson/compare.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { isNullish, isNumeric } from '../expressions/arguments.js';
import { later } from '../expressions/date/arithmetic.js';
import type { Unit } from '../expressions/date/unit.js';
import { unitFrom } from '../expressions/date/unit.js';
import { pathParts, valueAt } from '../expressions/field-path.js';
import { orNull, withNested } from '../nested-fields.js';
import { isAbsent, readFields } from '../read-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import { ValueMap } from '../value-map.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';

export const $densify: StageDefinition = {
  parse(specification, context): Stage {
    const densifying = densifyingOf(specification);
    return { name: '$densify', specification, run: (source) => densify(source, densifying, context) };
  },
};

type Place = BsonNumber | Date;

interface Densifying {
  field: string[];
  partitionBy: string[][];
  step: BsonNumber;
  unit: Unit | undefined;
  bounds: 'full' | 'partition' | [Place, Place];
}

function densifyingOf(specification: Value): Densifying {
  if (!isDoc(specification)) throw new MongoError('FailedToParse', `The $densify stage specification must be an object, found ${typeOf(specification)}`);
  const fields = readFields(specification, '$densify', { field: { required: 'string' }, partitionByFields: 'strings', range: { required: 'object' } });
  const range = readFields(fields.range as Doc, '$densify.range', { step: { required: 'number' }, bounds: { required: 'any' }, unit: 'string' });
  const partitions = (fields.partitionByFields ?? []) as string[];
  const field = fields.field as string;
  const step = range.step as BsonNumber;
  if (!(arithmetic.plain(step) > 0)) throw new MongoError(5733401, 'The step parameter in a range statement must be a strictly positive numeric value');
  const unit = isAbsent(range.unit) ? undefined : unitFrom(range.unit, '$densify');
  if (unit !== undefined && !Number.isInteger(arithmetic.plain(step))) {
    throw new MongoError(6586400, 'The step parameter in a range statement must be a whole number when densifying a date range');
  }
  const bounds = boundsOf(range.bounds, step, unit, partitions);
  const parts = pathParts(field);
  for (const other of partitions) {
    if (other === '') throw new MongoError(9554500, `field '${field}' that is being densified cannot include partitionByFields '${other}'.`);
    if (field === other || other.startsWith(`${field}.`)) throw new MongoError(8993000, `partitionByFields '${other}' cannot include field '${field}' that is being densified.`);
    if (field.startsWith(`${other}.`)) throw new MongoError(9554500, `field '${field}' that is being densified cannot include partitionByFields '${other}'.`);
  }
  return { field: parts, partitionBy: partitions.map(pathParts), step, unit, bounds };
}

function boundsOf(bounds: Value, step: BsonNumber, unit: Unit | undefined, partitions: string[]): Densifying['bounds'] {
  if (Array.isArray(bounds)) return pairOf(bounds, step, unit);
  if (typeof bounds !== 'string') {
    throw new MongoError(5733404, "The bounds in a range statement must be the string 'full', 'partition', or an ascending array of two numbers or two dates");
  }
  if (bounds !== 'full' && bounds !== 'partition') throw new MongoError(5946802, "Bounds string must either be 'full' or 'partition'");
  if (bounds === 'partition' && partitions.length === 0) {
    throw new MongoError(5733408, "One cannot specify the bounds as 'partition' without specifying a non-empty array of partitionByFields. You may have meant to specify 'full' bounds.");
  }
  return bounds;
}

function pairOf(bounds: Value[], step: BsonNumber, unit: Unit | undefined): [Place, Place] {
  if (bounds.length !== 2) throw new MongoError(5733403, 'A bounding array in a range statement must have exactly two elements');
  const [lower, upper] = bounds as [Value, Value];
  if (isNumber(lower) && isNumber(upper)) {
    if (arithmetic.compareNumbers(lower, upper) > 0) throw new MongoError(5733402, 'A bounding array must be an ascending array of either two dates or two numbers');
    if (unit !== undefined) throw new MongoError(5733409, 'Numeric bounds may not have unit parameter');
    if (typeOf(lower) !== typeOf(upper) || typeOf(lower) !== typeOf(step)) throw new MongoError(5876900, 'Upper bound, lower bound, and step must all have the same type');
    return [lower, upper];
  }
  if (lower instanceof Date && upper instanceof Date) {
    if (lower.getTime() > upper.getTime()) throw new MongoError(5733402, 'A bounding array must be an ascending array of either two dates or two numbers');
    if (unit === undefined) throw new MongoError(5733410, 'A bounding array of dates must specify a unit');
    return [lower, upper];
  }
  throw new MongoError(5733406, 'A bounding array must contain either both dates or both numeric types');
}

interface Partition {
  key: Value[];
  /** Where the next document is due; undefined before the first one. */
  due: Place | undefined;
}

const MOST_DOCUMENTS = 500_000;

/** Documents in the order of the field, those without it first, and new ones in the gaps. */
function* densify(source: Iterable<Doc>, densifying: Densifying, { scope }: StageContext): Iterable<Doc> {
  const { field, partitionBy, bounds } = densifying;
  const keyOf = (document: Doc): Value[] => partitionBy.map((parts) => orNull(valueAt(document, parts)));
  const partitions = new ValueMap<Partition>(scope.strings);
  const items: Item[] = [...source].map((document) => ({ document, place: valueAt(document, field), key: keyOf(document) }));
  sortItems(items, bounds, scope.strings);
  let made = 0;
  function* fillUp(partition: Partition, to: Place, isInclusive: boolean): Iterable<Doc> {
    while (partition.due !== undefined && (order(partition.due, to) < 0 || (isInclusive && order(partition.due, to) === 0))) {
      made += 1;
      if (made > MOST_DOCUMENTS) throw new MongoError(5897900, `Generated ${made} documents in $densify, which is over the limit of ${MOST_DOCUMENTS}.`);
      yield newDocument(partition, partition.due, densifying);
      partition.due = next(partition.due, densifying);
    }
  }
  const range = Array.isArray(bounds) ? bounds : undefined;
  let least: Place | undefined;
  let greatest: Place | undefined;
  for (const { document, place, key } of items) {
    if (isNullish(place)) {
      yield document;
      continue;
    }
    const at = checked(place, densifying);
    least ??= at;
    greatest = at;
    const isNew = !partitions.has(key);
    const partition = partitions.getOrAdd(key, () => ({ key, due: range ? range[0] : bounds === 'full' ? least : undefined }));
    if (isNew && bounds === 'full' && order(at, least) > 0 && order(at, next(least, densifying)) <= 0) {
      // the server takes no notice of the first document of a partition that is at most a step from the least of all
      yield document;
      continue;
    }
    if (range === undefined || order(at, range[0]) >= 0) {
      if (partition.due !== undefined) partition.due = widened(partition.due, densifying);
      yield* fillUp(partition, range && order(at, range[1]) > 0 ? range[1] : at, false);
      partition.due = afterDocument(partition.due, at, range, densifying);
    }
    yield document;
  }
  if (bounds === 'partition') return;
  if (partitions.size === 0 && range !== undefined && partitionBy.length === 0) partitions.getOrAdd([], () => ({ key: [], due: range[0] }));
  for (const [, partition] of partitions) {
    if (range !== undefined) yield* fillUp(partition, range[1], false);
    else if (greatest !== undefined) yield* fillUp(partition, greatest, true);
  }
}

interface Item {
  document: Doc;
  place: Result;
  key: Value[];
}

/** Within `partition` bounds one partition comes after the other. */
function sortItems(items: Item[], bounds: Densifying['bounds'], strings: StageContext['scope']['strings']): void {
  items.sort((a, b) => (bounds === 'partition' ? compare(a.key, b.key, strings) : 0) || compare(orNull(a.place), orNull(b.place), strings));
}

/** A document in its place moves on what is due; one between two places does not. */
function afterDocument(due: Place | undefined, at: Place, range: [Place, Place] | undefined, densifying: Densifying): Place {
  if (due === undefined) return next(at, densifying);
  if (range !== undefined && order(at, range[1]) >= 0) return due;
  return order(due, at) === 0 ? next(at, densifying) : due;
}

/** In the type that further steps will have. */
function widened(at: Place, { step }: Densifying): Place {
  return at instanceof Date ? at : arithmetic.add(at, arithmetic.multiply(step, new Int32(0)));
}

function order(a: Place, b: Place): number {
  return compare(a, b);
}

function next(at: Place, { step, unit }: Densifying): Place {
  return at instanceof Date ? later(at, unit!, arithmetic.plain(step)) : arithmetic.add(at, step);
}

function checked(place: Result, { unit }: Densifying): Place {
  if (place !== MISSING && place instanceof Date) {
    if (unit === undefined) throw new MongoError(6053600, 'Encountered date densify value in collection when step does not have a date unit.');
    return place;
  }
  if (!isNumeric(place)) throw new MongoError(5733201, 'Densify field type must be numeric or a date');
  if (unit !== undefined) throw new MongoError(6053600, 'Encountered numeric densify value in collection when step has a date unit.');
  return place;
}

function newDocument({ key }: Partition, at: Place, { field, partitionBy }: Densifying): Doc {
  let document = new Doc();
  for (const [i, parts] of partitionBy.entries()) document = withNested(document, parts, key[i]!);
  return withNested(document, field, at);
}

