import { Int32 } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import { compareNumbers } from '../../bson/compare.js';
import type { BsonNumber, Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Expression } from '../expression.js';
import { isNumeric, typeName } from '../expressions/arguments.js';
import { later } from '../expressions/date/arithmetic.js';
import { unitFrom } from '../expressions/date/unit.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import type { Partition, WindowContext } from './window.js';

/** Which documents around each one belong to its window: from the first of the pair to before the second. */
export interface Bounds {
  /** Every window begins with the partition. */
  readonly isUnboundedBelow: boolean;
  /** Every window has the document it is for. */
  readonly holdsCurrent: boolean;
  of(partition: Partition): (position: number) => [from: number, to: number];
}

const UNBOUNDED = Symbol('unbounded');
const CURRENT = Symbol('current');
type Bound = typeof UNBOUNDED | typeof CURRENT | BsonNumber;

interface Pair {
  lower: Bound;
  upper: Bound;
}

/** Reads `window`. Without one it is the whole partition. */
export function boundsOf(section: Doc, context: WindowContext): Bounds {
  if (!('window' in section)) return WHOLE;
  const { window } = section;
  if (!isDoc(window)) throw new MongoError('FailedToParse', "'window' field must be an object");
  if ('documents' in window && 'range' in window) throw new MongoError('FailedToParse', "Window bounds can specify either 'documents' or 'unit', not both.");
  if ('unit' in window && !('range' in window)) throw new MongoError('FailedToParse', "Window bounds can only specify 'unit' with range-based bounds.");
  const allowed = 'range' in window ? ['range', 'unit'] : ['documents'];
  for (const field of Object.keys(window)) {
    if (!allowed.includes(field)) throw new MongoError('FailedToParse', "'window' field that specifies documents or range cannot have other fields");
  }
  if ('documents' in window) return documentBounds(window.documents, context);
  if ('range' in window) return 'unit' in window ? dateBounds(window.range, window.unit, context) : numberBounds(window.range, context);
  return WHOLE;
}

const WHOLE: Bounds = { isUnboundedBelow: true, holdsCurrent: true, of: ({ documents }) => () => [0, documents.length] };

function pairOf(bounds: Value, name: string, wholeOnly?: string): Pair {
  if (!Array.isArray(bounds) || bounds.length !== 2) throw new MongoError('FailedToParse', `Window bounds must be a 2-element array: ${name}`);
  const pair: Pair = { lower: boundOf(bounds[0], wholeOnly), upper: boundOf(bounds[1], wholeOnly) };
  if (pair.lower !== UNBOUNDED && pair.upper !== UNBOUNDED && compareNumbers(distance(pair.lower), distance(pair.upper)) > 0) {
    throw new MongoError(5339900, `Lower bound must not exceed upper bound: [${String(distance(pair.lower))}, ${String(distance(pair.upper))}]`);
  }
  return pair;
}

function boundOf(value: Value, wholeOnly: string | undefined): Bound {
  if (value === 'unbounded') return UNBOUNDED;
  if (value === 'current') return CURRENT;
  if (!isNumber(value)) throw new MongoError('FailedToParse', "Window bounds must be 'unbounded', 'current', or a number.");
  if (wholeOnly !== undefined && !Number.isInteger(arithmetic.plain(value))) throw new MongoError('FailedToParse', wholeOnly);
  return value;
}

function holdsCurrent({ lower, upper }: Pair): boolean {
  return (lower === UNBOUNDED || arithmetic.plain(distance(lower)) <= 0) && (upper === UNBOUNDED || arithmetic.plain(distance(upper)) >= 0);
}

const distance = (bound: Exclude<Bound, typeof UNBOUNDED>): BsonNumber => (bound === CURRENT ? new Int32(0) : bound);

function documentBounds(bounds: Value, { sortBy }: WindowContext): Bounds {
  const { lower, upper } = pairOf(bounds, 'documents', 'Numeric document-based bounds must be an integer');
  if (sortBy === undefined && (lower !== UNBOUNDED || upper !== UNBOUNDED)) throw new MongoError(5339901, 'Document-based bounds require a sortBy');
  const first = lower === UNBOUNDED ? -Infinity : arithmetic.plain(distance(lower));
  const last = upper === UNBOUNDED ? Infinity : arithmetic.plain(distance(upper));
  const shape = { isUnboundedBelow: lower === UNBOUNDED, holdsCurrent: holdsCurrent({ lower, upper }) };
  return { ...shape, of: ({ documents }) => (position) => clamp(position + first, position + last + 1, documents.length) };
}

function clamp(from: number, to: number, size: number): [number, number] {
  const start = Math.min(size, Math.max(0, from));
  return [start, Math.max(start, Math.min(size, to))];
}

function requireOneAscending({ sortBy, sortKey }: WindowContext): Expression {
  if (sortKey === undefined) throw new MongoError(5339902, 'Range-based bounds require sortBy a single field');
  const direction = sortBy![Object.keys(sortBy!)[0]!];
  if (!isNumber(direction) || arithmetic.plain(direction) < 0) throw new MongoError(8947401, 'Range-based bounds require an ascending sortBy');
  return sortKey;
}

function numberBounds(bounds: Value, context: WindowContext): Bounds {
  const pair = pairOf(bounds, 'range');
  return rangeBounds(pair, requireOneAscending(context), numberFrom, compareNumbers, arithmetic.add);
}

function numberFrom(value: Result): BsonNumber {
  if (value !== MISSING && value instanceof Date) {
    throw new MongoError(5429413, 'Invalid range: For windows that involve date or time ranges, a unit must be provided.');
  }
  if (!isNumeric(value)) throw new MongoError(5429414, `Invalid range: Expected the sortBy field to be a number, but it was ${typeName(value)}`);
  return value;
}

function dateBounds(bounds: Value, name: Value, context: WindowContext): Bounds {
  if (typeof name !== 'string') throw new MongoError('FailedToParse', "'unit' must be a string");
  const unit = unitFrom(name, 'window');
  const pair = pairOf(bounds, 'range', "With 'unit', range-based bounds must be an integer");
  const shift = (date: Date, by: BsonNumber): Date => later(date, unit, arithmetic.plain(by));
  return rangeBounds(pair, requireOneAscending(context), dateFrom, (a, b) => a.getTime() - b.getTime(), shift);
}

function dateFrom(value: Result): Date {
  if (value !== MISSING && value instanceof Date) return value;
  throw new MongoError(5429513, `Invalid range: Expected the sortBy field to be a Date, but it was ${typeName(value)}`);
}

/** `current` means the document itself; a distance of 0 means all documents that are equal to it in the order. */
function rangeBounds<T>({ lower, upper }: Pair, key: Expression, read: (value: Result) => T, order: (a: T, b: T) => number, shift: (at: T, by: BsonNumber) => T): Bounds {
  return {
    isUnboundedBelow: lower === UNBOUNDED,
    holdsCurrent: holdsCurrent({ lower, upper }),
    of({ documents, variables }) {
      const keys = documents.map((document) => read(key(document, variables)));
      let from = 0;
      let to = 0;
      // the keys ascend, so both ends only move forward
      const first = (position: number): number => {
        if (lower === UNBOUNDED || lower === CURRENT) return lower === CURRENT ? position : 0;
        const least = shift(keys[position]!, lower);
        while (from < keys.length && order(keys[from]!, least) < 0) from += 1;
        return from;
      };
      const last = (position: number): number => {
        if (upper === UNBOUNDED || upper === CURRENT) return upper === CURRENT ? position + 1 : keys.length;
        const greatest = shift(keys[position]!, upper);
        while (to < keys.length && order(keys[to]!, greatest) <= 0) to += 1;
        return to;
      };
      return (position) => {
        const start = first(position);
        return [start, Math.max(start, last(position))];
      };
    },
  };
}
