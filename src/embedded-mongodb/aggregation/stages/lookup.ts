import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Expression } from '../expression.js';
import { pathParts } from '../expressions/field-path.js';
import { checkNameForBinding } from '../expressions/parser.js';
import type { ForeignPipeline } from '../foreign.js';
import { foreignNamespace, foreignPipeline } from '../foreign.js';
import { withNested } from '../nested-fields.js';
import { precheckPipeline } from '../parse-pipeline.js';
import { isAbsent, readFields } from '../read-fields.js';
import type { Stage, StageDefinition } from '../stage.js';
import { keepsAllBut } from '../stage.js';
import type { Variables } from '../variables.js';
import { beginsWithDocuments } from './documents.js';
import { joinFilter } from './join.js';

export const $lookup: StageDefinition = {
  precheck(specification, context) {
    const { pipeline, from } = argumentsOf(specification);
    if (pipeline !== undefined) precheckPipeline(pipeline, context.inside('$lookup', { namespace: foreignNamespace(from, '$lookup', context) }));
  },
  parse(specification, context): Stage {
    const { from, as, join, pipeline, variables: bound } = argumentsOf(specification);
    const asParts = pathParts(as);
    const fields = join && { local: pathParts(join.localField), foreign: pathParts(join.foreignField).join('.') };
    const bindings = Object.keys(bound).map((name) => {
      checkNameForBinding(name);
      return { name, value: context.expression(bound[name]) };
    });
    const namespace = foreignNamespace(from, '$lookup', context);
    const inner = context.inside('$lookup', { namespace, names: bindings.map(({ name }) => name) });
    const foreign = foreignPipeline((pipeline ?? []) as Doc[], inner);
    const find = fields === undefined && bindings.length === 0 ? once(foreign) : each(foreign, bindings, fields);
    return {
      name: '$lookup',
      specification,
      keeps: keepsAllBut([as]),
      *run(source, variables) {
        const joined = find(variables);
        for (const document of source) yield withNested(document, asParts, joined(document));
      },
    };
  },
};

interface Arguments {
  /** Empty if the pipeline makes its own documents. */
  from: string;
  as: string;
  join: { localField: string; foreignField: string } | undefined;
  pipeline: Value[] | undefined;
  variables: Doc;
}

function argumentsOf(specification: Value): Arguments {
  if (!isDoc(specification)) throw new MongoError('FailedToParse', `the $lookup stage specification must be an object, but found ${typeOf(specification)}`);
  for (const field of ['pipeline']) {
    if (field in specification && !Array.isArray(specification[field])) throw new MongoError('TypeMismatch', 'A pipeline must be an array of objects');
  }
  const fields = readFields(specification, '$lookup', {
    from: 'any', as: { required: 'string' }, localField: 'string', foreignField: 'string', pipeline: 'array', let: 'object',
  });
  const { localField = '', foreignField = '', pipeline } = fields;
  const from = fromOf(fields);
  if (from === '' && pipeline === undefined) throw new MongoError('FailedToParse', "must specify 'pipeline' when 'from' is empty");
  if (from === '' && !beginsWithDocuments(pipeline)) {
    throw new MongoError('FailedToParse', '$lookup stage without explicit collection must have a pipeline with $documents as first stage');
  }
  const joins = !isAbsent(localField) && localField !== '' && !isAbsent(foreignField) && foreignField !== '';
  const joinsHalf = !joins && ((!isAbsent(localField) && localField !== '') || (!isAbsent(foreignField) && foreignField !== ''));
  if (joinsHalf || (!joins && pipeline === undefined)) {
    throw new MongoError('FailedToParse', "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  }
  if (pipeline === undefined && !isAbsent(fields.let)) throw new MongoError('FailedToParse', "$lookup with a 'let' argument must also specify 'pipeline'");
  return {
    from,
    as: fields.as as string,
    join: joins ? { localField: localField as string, foreignField: foreignField as string } : undefined,
    pipeline: pipeline as Value[] | undefined,
    variables: (fields.let ?? doc({})) as Doc,
  };
}

function fromOf(fields: Doc): string {
  if (!('from' in fields)) return '';
  const { from } = fields;
  if (isDoc(from)) {
    throw new MongoError('FailedToParse', `$lookup with syntax {from: {db:<>, coll:<>},..} is not supported for db: ${String(from.db)} and coll: ${String(from.coll ?? '')}`);
  }
  if (typeof from !== 'string') throw new MongoError('FailedToParse', `$lookup 'from' field must be a string or an object, but found ${typeOf(from)}`);
  if (from === '') throw new MongoError('InvalidNamespace', 'invalid $lookup namespace');
  return from;
}

type Find = (variables: Variables) => (document: Doc) => Value[];

/** A pipeline that depends on nothing outside gives the same for every document. */
function once(foreign: ForeignPipeline): Find {
  return (variables) => {
    let found: Value[] | undefined;
    return () => (found ??= [...foreign.run(variables)]);
  };
}

function each(foreign: ForeignPipeline, bindings: { name: string; value: Expression }[], fields: { local: string[]; foreign: string } | undefined): Find {
  return (variables) => (document) => {
    let frame = variables;
    for (const { name, value } of bindings) frame = frame.with(name, value(document, variables));
    return [...foreign.run(frame, fields && joinFilter(document, fields.local, fields.foreign))];
  };
}
