import { Decimal128, Double, Int32, Long, serialize } from 'bson';
import { decode } from '../bson/codec.js';
import type { StringOrder } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { compileFilter } from '../query/filter.js';
import { compileSort } from '../query/sort.js';
import type { Collections, Front, Namespace, PipelineEnvironment, Pipeline } from './pipeline.js';
import { compilePipeline } from './pipeline.js';
import { Variables } from './variables.js';

type Plain = Record<string, unknown>;

export const read = (value: Plain): Doc => decode(Buffer.from(serialize(value, { ignoreUndefined: false })));
const listOf = (values: unknown[]): Doc[] => read({ values }).values as Doc[];

/** Values as one may compare them; ints are plain numbers, others tell their type: `long 1`. */
export function shown(value: Value): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (value instanceof Int32) return value.value;
  if (value instanceof Double || value instanceof Long || value instanceof Decimal128) {
    return `${value._bsontype.replace('128', '').toLowerCase()} ${value.toString()}`;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner as Value)]));
}

export interface Case {
  let?: Plain;
  strings?: StringOrder;
  /** Other collections, by name. */
  others?: Record<string, Plain[]>;
  /** Views, by name. */
  views?: Record<string, { on: string; pipeline: Plain[] }>;
  more?: Partial<PipelineEnvironment>;
}

/** What was asked of the planner, for each read of a collection. */
export const asked: Front[] = [];

export function compile(stages: unknown[], { let: variables = {}, strings, others = {}, views = {}, more }: Case = {}): Pipeline {
  const collections: Collections = {
    read({ collection }: Namespace, front: Front, environment: PipelineEnvironment) {
      asked.push(front);
      return answer(listOf(others[collection] ?? []), front, environment);
    },
    view({ database, collection }) {
      const view = views[collection];
      return view && { on: { database, collection: view.on }, pipeline: listOf(view.pipeline) };
    },
    hasUniqueIndex: () => false,
  };
  return compilePipeline(listOf(stages), {
    purpose: 'aggregate',
    variables: Object.entries(read(variables)).reduce((frame, [name, value]) => frame.with(name, value), Variables.of({ NOW: new Date() })),
    namespace: { database: 'db', collection: 'c' },
    collections,
    ...(strings && { strings }),
    ...more,
  });
}

/** What a pipeline makes of documents. */
export function aggregate(documents: Plain[], stages: unknown[], options?: Case): unknown[] {
  return [...compile(stages, options).run(listOf(documents))].map(shown);
}

function answer(documents: Doc[], { filter, sort, skip = 0, limit }: Front, { strings, variables }: PipelineEnvironment): Doc[] {
  let found = documents;
  if (filter !== undefined) {
    const { matches } = compileFilter(filter, { strings, variables });
    found = found.filter((document) => matches(document));
  }
  if (sort !== undefined) found = [...found].sort(compileSort(sort, strings));
  return found.slice(skip, limit === undefined ? undefined : skip + limit);
}

export const withCode = (code: number): Error => ({ code }) as unknown as Error;
