import { compare } from '../../bson/compare.js';
import { Int32 } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Expression } from '../expression.js';
import { orNull } from '../nested-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import type { Variables } from '../variables.js';
import { isPathOrExpression } from './bucket.js';
import type { Granularity } from './granularity.js';
import { granularityOf } from './granularity.js';
import type { Output } from './group.js';
import { outputField, resultOf, startAll } from './group.js';

export const $bucketAuto: StageDefinition = {
  parse(specification, context): Stage {
    const division = divisionOf(specification, context);
    return {
      name: '$bucketAuto',
      specification,
      run: (source, variables) => bucketAuto(source, division, context, variables),
    };
  },
};

interface Division {
  groupBy: Expression;
  buckets: number;
  granularity: Granularity | undefined;
  outputs: Output[];
}

function divisionOf(specification: Value, context: StageContext): Division {
  if (!isDoc(specification)) throw new MongoError(40240, `The argument to $bucketAuto must be an object, but found type: ${typeOf(specification)}`);
  const division: Partial<Division> = {};
  let output = doc({ count: doc({ $sum: new Int32(1) }) });
  for (const argument of Object.keys(specification)) {
    const value = specification[argument];
    switch (argument) {
      case 'groupBy':
        if (!isPathOrExpression(value)) throw new MongoError(40239, "The $bucketAuto 'groupBy' field must be defined as a $-prefixed path or an expression object");
        division.groupBy = context.expression(value);
        break;
      case 'buckets': division.buckets = bucketsOf(value); break;
      case 'granularity':
        if (typeof value !== 'string') throw new MongoError(40261, `The $bucketAuto 'granularity' field must be a string, but found type: ${typeOf(value)}`);
        division.granularity = granularityOf(value);
        break;
      case 'output':
        if (!isDoc(value)) throw new MongoError(40244, `The $bucketAuto 'output' field must be an object, but found type: ${typeOf(value)}`);
        if (Object.keys(value).length > 0) output = value;
        break;
      default: throw new MongoError(40245, `Unrecognized option to $bucketAuto: ${argument}`);
    }
  }
  if (division.groupBy === undefined || division.buckets === undefined) throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified");
  return { ...division, outputs: Object.keys(output).map((field) => outputField(field, output[field], context)) } as Division;
}

function bucketsOf(value: Value): number {
  if (!isNumber(value)) throw new MongoError(40241, `The $bucketAuto 'buckets' field must be a numeric value, but found type: ${typeOf(value)}`);
  const buckets = plain(value);
  if (!Number.isInteger(buckets) || Math.abs(buckets) > 0x7fffffff) {
    throw new MongoError(40242, `The $bucketAuto 'buckets' field must be representable as a 32-bit integer, but found ${buckets}`);
  }
  if (buckets <= 0) throw new MongoError(40243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${buckets}`);
  return buckets;
}

interface Item {
  value: Value;
  place: number;
  document: Doc;
}

interface Bucket {
  min: Value;
  max: Value;
  items: Item[];
}

function* bucketAuto(source: Iterable<Doc>, division: Division, context: StageContext, variables: Variables): Iterable<Doc> {
  const { groupBy, granularity, outputs } = division;
  const order = (a: Value, b: Value): number => compare(a, b, context.scope.strings);
  const items = [...source].map((document, place) => ({ value: orNull(groupBy(document, variables)), document, place }));
  if (granularity !== undefined) for (const { value } of items) granularity.check(value);
  items.sort((a, b) => order(a.value, b.value));
  for (const bucket of divide(items, division, order)) {
    const gathered = startAll(outputs, null, variables);
    // accumulators see the documents as they came
    for (const { document } of bucket.items.sort((a, b) => a.place - b.place)) {
      for (const [i, { accumulator }] of outputs.entries()) gathered[i]!.add(accumulator.input(document, variables));
    }
    yield resultOf(doc({ min: bucket.min, max: bucket.max }), outputs, gathered);
  }
}

/** Buckets of about the same size. A value falls into one bucket only, so that a bucket may take more than its share. */
function* divide(items: Item[], { buckets, granularity }: Division, order: (a: Value, b: Value) => number): Iterable<Bucket> {
  const share = Math.max(1, Math.round(items.length / buckets));
  let at = 0;
  let previousMax: Value | undefined;
  for (let number = 1; at < items.length; number += 1) {
    const first = at;
    at = number >= buckets ? items.length : Math.min(items.length, at + share);
    let max = items[at - 1]!.value;
    if (granularity !== undefined) {
      const boundary = granularity.roundUp(max);
      while (at < items.length && (order(boundary, items[at]!.value) > 0 || order(max, items[at]!.value) === 0)) at += 1;
      max = plain(max as Int32) === 0 && at < items.length ? granularity.roundDown(items[at]!.value) : boundary;
    } else {
      while (at < items.length && order(items[at]!.value, max) === 0) at += 1;
      if (at < items.length) max = items[at]!.value;
    }
    const min = granularity === undefined ? items[first]!.value : (previousMax ?? granularity.roundDown(items[first]!.value));
    yield { min, max, items: items.slice(first, at) };
    previousMax = max;
  }
}
