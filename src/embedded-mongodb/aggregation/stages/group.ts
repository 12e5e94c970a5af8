import type { Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { keyOf } from '../../indexes/key.js';
import type { Accumulation, Accumulator } from '../accumulators/accumulator.js';
import { ACCUMULATORS } from '../accumulators/index.js';
import type { Expression } from '../expression.js';
import { orNull } from '../nested-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import { ValueMap } from '../value-map.js';
import type { Variables } from '../variables.js';
import { MISSING } from '../variables.js';

export const $group: StageDefinition = {
  parse(specification, outer): Stage {
    if (!isDoc(specification)) throw new MongoError(15947, "a group's fields must be specified in an object");
    const { context, reads } = outer.recording();
    let id: Expression | undefined;
    const outputs: Output[] = [];
    for (const field of Object.keys(specification)) {
      if (field === '_id') id = groupId(specification._id, context);
      else if (field !== '$doingMerge' && field !== '$willBeMerged') outputs.push(outputField(field, specification[field], context));
    }
    if (id === undefined) throw new MongoError(15955, 'a group specification must include an _id');
    const key = id;
    const ordered = sharedRankingsLast(outputs, specification, context);
    return { name: '$group', specification, reads: { names: reads.names, andNoMore: true }, run: (source, variables) => group(source, key, ordered, context, variables) };
  },
};

/** A field of the groups and how it is gathered. */
export interface Output {
  field: string;
  accumulator: Accumulator;
}

/** Reads `field: { $sum: … }`. */
export function outputField(field: string, specification: Value, context: StageContext): Output {
  if (field.includes('.')) throw new MongoError(40235, `The field name '${field}' cannot contain '.'`);
  if (field.startsWith('$')) throw new MongoError(40236, `The field name '${field}' cannot be an operator name`);
  if (field === '') throw new MongoError(12116300, "The field name '' cannot be an empty string");
  if (!isDoc(specification) || Object.keys(specification).length === 0) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  const [name, another] = Object.keys(specification) as [string, string?];
  if (another !== undefined) throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  const definition = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined;
  if (definition === undefined) throw new MongoError(15952, `unknown group operator '${name}'`);
  const argument = specification[name];
  if (definition.isUnary && Array.isArray(argument)) throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
  return { field, accumulator: definition(argument, context, name) };
}

const RANKINGS = ['$bottom', '$bottomN', '$top', '$topN'];

/** The server keeps one heap for all fields that rank alike, and so they come after all others. */
function sharedRankingsLast(outputs: Output[], specification: Doc, context: StageContext): Output[] {
  const alike = new Map<string, Output[]>();
  for (const name of RANKINGS) {
    for (const output of outputs) {
      const argument = (specification[output.field] as Doc)[name];
      if (argument === undefined) continue;
      const { sortBy, n = null } = argument as Doc;
      const key = keyOf([name, sortBy, orNull(context.constant(n)?.value ?? MISSING)], []);
      alike.set(key, [...(alike.get(key) ?? []), output]);
    }
  }
  const shared = [...alike.values()].filter((group) => group.length > 1).flat();
  return shared.length === 0 ? outputs : [...outputs.filter((output) => !shared.includes(output)), ...shared];
}

/** The key of a document's group. What is missing is null, also in a key of several fields. */
function groupId(specification: Value, context: StageContext): Expression {
  if (!isDoc(specification)) return context.expression(specification);
  const fields = Object.keys(specification);
  if (fields.length === 0 || fields[0]!.startsWith('$')) return context.expression(specification);
  for (const field of fields) {
    const value = specification[field];
    if (isNumber(value) || typeof value === 'boolean') throw new MongoError(17390, '$group does not support inclusion-style expressions');
  }
  context.expression(specification);
  const parts = fields.map((field) => ({ field, value: context.expression(specification[field]) }));
  return (document, variables) => {
    const key = new Doc();
    for (const { field, value } of parts) {
      const result = value(document, variables);
      if (result !== MISSING) key[field] = result;
      else if (parts.length === 1) key[field] = null;
    }
    return key;
  };
}

function* group(source: Iterable<Doc>, id: Expression, outputs: Output[], { scope }: StageContext, variables: Variables): Iterable<Doc> {
  const groups = new ValueMap<Accumulation[]>(scope.strings);
  for (const document of source) {
    const key = orNull(id(document, variables));
    const gathered = groups.getOrAdd(key, () => startAll(outputs, key, variables));
    for (let i = 0; i < outputs.length; i += 1) gathered[i]!.add(outputs[i]!.accumulator.input(document, variables));
  }
  for (const [key, gathered] of groups) yield resultOf(key, outputs, gathered);
}

const NO_FIELDS = new Doc();

export function startAll(outputs: Output[], key: Value, variables: Variables): Accumulation[] {
  const fields = isDoc(key) ? key : NO_FIELDS;
  return outputs.map(({ accumulator }) => accumulator.start(fields, variables));
}

export function resultOf(key: Value, outputs: Output[], gathered: Accumulation[]): Doc {
  const result = new Doc();
  result._id = key;
  for (const [i, { field }] of outputs.entries()) result[field] = orNull(gathered[i]!.result());
  return result;
}
