import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileProjection } from '../../query/projection.js';
import { carryPlaces } from '../nested-fields.js';
import type { Keeps, Stage, StageContext, StageDefinition } from '../stage.js';
import { keepsAllBut, transformation } from '../stage.js';

export const $project: StageDefinition = {
  inUpdate: true,
  inChangeStream: true,
  parse(specification, context) {
    if (!isDoc(specification)) throw new MongoError(15969, '$project specification must be an object');
    if (Object.keys(specification).length === 0) throw new MongoError(51272, 'Invalid $project :: caused by :: projection specification must have at least one field');
    return projection('$project', specification, specification, context);
  },
};

/** @param specification as the stage was given it; @param fields what it means */
export function projection(name: string, specification: Value, fields: Doc, context: StageContext): Stage {
  const { context: { scope }, reads } = context.recording();
  const project = compileProjection(fields, { ...scope, purpose: 'aggregate' });
  const isInclusion = project.kind === 'inclusion';
  if (isInclusion) for (const path of ['_id', ...Object.keys(fields)]) reads.add([path]);
  const carry = isExclusion(fields) ? carryPlaces : (_from: Doc, to: Doc): Doc => to;
  return transformation(name, specification, (document, variables) => carry(document, project(document, undefined, variables)), { keeps: keptBy(fields), reads: { names: reads.names, andNoMore: isInclusion } });
}

function isExclusion(fields: Doc): boolean {
  const paths = Object.keys(fields);
  return paths.some((path) => isFalse(fields[path])) && paths.every((path) => path === '_id' || isFalse(fields[path]));
}

/** An exclusion leaves all other fields, an inclusion those that it names with nothing below them computed. */
function keptBy(fields: Doc): Keeps {
  const paths = Object.keys(fields);
  if (isExclusion(fields)) return keepsAllBut(paths.filter((path) => isFalse(fields[path])));
  const included = paths.filter((path) => isTrue(fields[path]));
  if (!('_id' in fields)) included.push('_id');
  return (path) => included.some((other) => path === other || path.startsWith(`${other}.`));
}

function flag(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const wrapper = value as { _bsontype?: string } | null | undefined;
  if (wrapper?._bsontype === 'Int32' || wrapper?._bsontype === 'Double') return Number((value as unknown as { value: number }).value) !== 0;
  if (wrapper?._bsontype === 'Long' || wrapper?._bsontype === 'Decimal128') return Number(String(value)) !== 0;
  return undefined;
}

const isTrue = (value: Value): boolean => flag(value) === true;
const isFalse = (value: Value): boolean => flag(value) === false;
