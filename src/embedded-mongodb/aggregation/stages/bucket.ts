import { Int32 } from 'bson';
import { compare, typeRank } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { Doc, doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { orNull } from '../nested-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import type { Result } from '../variables.js';
import { $group } from './group.js';
import { $sort } from './sort.js';

/** Short for a `$group` whose key is found by a `$switch`, and a `$sort`. */
export const $bucket: StageDefinition = {
  parse(specification, context) {
    const { groupBy, boundaries, otherwise, output } = argumentsOf(specification, context);
    const branches = boundaries.slice(1).map((upper, i) => branch(groupBy, boundaries[i]!, upper));
    const cases = doc({ branches, ...(otherwise === undefined ? {} : { default: literal(otherwise) }) });
    const group = new Doc();
    group._id = doc({ $switch: cases });
    for (const field of Object.keys(output)) {
      if (field === '_id') throw new MongoError(15948, "a group's _id may only be specified once");
      group[field] = output[field];
    }
    return [$group.parse(group, context) as Stage, $sort.parse(doc({ _id: new Int32(1) }), context) as Stage];
  },
};

function branch(groupBy: Value, lower: Value, upper: Value): Doc {
  const within = doc({ $and: [doc({ $gte: [groupBy, literal(lower)] }), doc({ $lt: [groupBy, literal(upper)] })] });
  return doc({ case: within, then: literal(lower) });
}

const literal = (value: Value): Doc => doc({ $literal: value });

interface Arguments {
  groupBy: Value;
  boundaries: Value[];
  otherwise: Value;
  output: Doc;
}

function argumentsOf(specification: Value, context: StageContext): Arguments {
  if (!isDoc(specification)) throw new MongoError(40201, `Argument to $bucket stage must be an object, but found type: ${typeOf(specification)}.`);
  let boundaries: Value[] | undefined;
  let otherwise: { value: Result } | undefined;
  let output = doc({ count: doc({ $sum: new Int32(1) }) });
  for (const argument of Object.keys(specification)) {
    const value = specification[argument];
    switch (argument) {
      case 'groupBy':
        if (!isPathOrExpression(value)) throw new MongoError(40202, "The $bucket 'groupBy' field must be defined as a $-prefixed path or an expression.");
        break;
      case 'boundaries':
        boundaries = boundariesOf(value, context);
        break;
      case 'default':
        otherwise = context.constant(value);
        if (otherwise === undefined) throw new MongoError(40195, "The $bucket 'default' field must be a constant expression.");
        break;
      case 'output':
        if (!isDoc(value)) throw new MongoError(40196, `The $bucket 'output' field must be an object, but found type: ${typeOf(value)}.`);
        output = value;
        break;
      default: throw new MongoError(40197, `Unrecognized option to $bucket: ${argument}.`);
    }
  }
  if (!('groupBy' in specification) || boundaries === undefined) throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const fallback = otherwise && orNull(otherwise.value);
  if (otherwise !== undefined) checkDefault(fallback!, boundaries, context);
  return { groupBy: specification.groupBy, boundaries, otherwise: fallback, output };
}

export function isPathOrExpression(value: Value): boolean {
  if (typeof value === 'string') return value.startsWith('$');
  return isDoc(value) && Object.keys(value)[0]?.startsWith('$') === true;
}

function boundariesOf(value: Value, context: StageContext): Value[] {
  if (!Array.isArray(value)) throw new MongoError(40200, `The $bucket 'boundaries' field must be an array, but found type: ${typeOf(value)}.`);
  const boundaries = value.map((element) => {
    const known = context.constant(element);
    if (known === undefined) throw new MongoError(40191, "The $bucket 'boundaries' field must be an array of constant values.");
    return orNull(known.value);
  });
  if (boundaries.length < 2) throw new MongoError(40192, `The $bucket 'boundaries' field must have at least 2 values, but found ${boundaries.length} value(s).`);
  for (let i = 1; i < boundaries.length; i += 1) {
    const [lower, upper] = [boundaries[i - 1], boundaries[i]];
    if (typeRank(lower) !== typeRank(upper)) throw new MongoError(40193, "All values in the the 'boundaries' option to $bucket must have the same type.");
    if (compare(lower, upper, context.scope.strings) >= 0) throw new MongoError(40194, "The 'boundaries' option to $bucket must be sorted.");
  }
  return boundaries;
}

function checkDefault(value: Value, boundaries: Value[], { scope }: StageContext): void {
  if (compare(value, boundaries[0], scope.strings) < 0 || compare(value, boundaries.at(-1), scope.strings) >= 0) return;
  throw new MongoError(40199, "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.");
}
