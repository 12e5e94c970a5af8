import { compare } from '../../bson/compare.js';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { ComputedFields } from '../computed-fields.js';
import type { Expression } from '../expression.js';
import { pathParts, valueAt } from '../expressions/field-path.js';
import { orNull } from '../nested-fields.js';
import { isAbsent, readFields } from '../read-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import type { Result, Variables } from '../variables.js';
import { MISSING } from '../variables.js';
import { WINDOW_FUNCTIONS } from '../window/index.js';
import type { WindowContext, WindowFunction } from '../window/window.js';
import type { DocumentOrder } from './sort.js';
import { sortOrder } from './sort.js';

export const $setWindowFields: StageDefinition = {
  parse(specification, context): Stage {
    if (!isDoc(specification)) throw new MongoError('FailedToParse', `the $setWindowFields stage specification must be an object, found ${typeOf(specification)}`);
    const { partitionBy, sortBy, output } = readFields(specification, '$setWindowFields', { partitionBy: 'any', sortBy: 'object', output: { required: 'object' } });
    return {
      name: '$setWindowFields',
      specification,
      ...windowing({ partitionBy, sortBy: isAbsent(sortBy) ? undefined : (sortBy as Doc), output: output as Doc }, context),
    };
  },
};

interface Specification {
  partitionBy: Value;
  sortBy: Doc | undefined;
  output: Doc;
}

interface OutputField {
  path: string;
  compute: WindowFunction;
}

/** Also what `$fill` comes to. */
export function windowing({ partitionBy, sortBy, output }: Specification, context: StageContext): Pick<Stage, 'run'> {
  const partition = partitionBy === undefined ? undefined : context.expression(partitionBy);
  const sorting = sortBy !== undefined && Object.keys(sortBy).length > 0 ? sortBy : undefined;
  const order = sorting && sortOrder(sorting, context);
  const outputs = outputsOf(output, windowContext(sorting, context));
  return {
    *run(source, variables) {
      for (const documents of partitions(source, partition, order, context, variables)) yield* withOutputs(documents, outputs, variables);
    },
  };
}

function windowContext(sortBy: Doc | undefined, stage: StageContext): WindowContext {
  const paths = Object.keys(sortBy ?? {});
  const parts = paths.length === 1 && !isDoc(sortBy![paths[0]!]) ? pathParts(paths[0]!) : undefined;
  return { stage, sortBy, sortKey: parts && ((document) => valueAt(document, parts)) };
}

function outputsOf(output: Doc, context: WindowContext): OutputField[] {
  const paths = Object.keys(output);
  for (const [i, path] of paths.entries()) {
    if (paths.some((other, j) => i !== j && other.startsWith(`${path}.`))) {
      throw new MongoError(6307900, "$setWindowFields 'output' specification contains two conflicting paths");
    }
  }
  return paths.map((path) => {
    pathParts(path);
    return { path, compute: functionOf(output[path], path, context) };
  });
}

function functionOf(section: Value, path: string, context: WindowContext): WindowFunction {
  if (!isDoc(section)) throw new MongoError('FailedToParse', `The field '${path}' must be an object`);
  let name: string | undefined;
  for (const field of Object.keys(section)) {
    if (field.startsWith('$')) {
      if (name !== undefined) throw new MongoError('FailedToParse', 'Cannot specify two functions in window function spec');
      name = field;
    } else if (field !== 'window') {
      throw new MongoError('FailedToParse', `Window function found an unknown argument: ${field}`);
    }
  }
  if (name === undefined) throw new MongoError('FailedToParse', 'Expected a $-prefixed window function');
  const definition = Object.hasOwn(WINDOW_FUNCTIONS, name) ? WINDOW_FUNCTIONS[name] : undefined;
  if (definition === undefined) throw new MongoError('FailedToParse', `Unrecognized window function, ${name}`);
  return definition(section, context, name);
}

/** Documents with equal `partitionBy` together, the partitions in the order of that value, each in the order of `sortBy`. */
function partitions(
  source: Iterable<Doc>, partition: Expression | undefined, order: DocumentOrder | undefined, { scope }: StageContext, variables: Variables,
): Doc[][] {
  const items = [...source].map((document) => ({ document, key: partition === undefined ? null : keyOf(partition(document, variables)) }));
  if (partition !== undefined || order !== undefined) {
    items.sort((a, b) => compare(a.key, b.key, scope.strings) || (order === undefined ? 0 : order(a.document, b.document)));
  }
  const result: Doc[][] = [];
  let last: Value;
  for (const { document, key } of items) {
    if (result.length === 0 || compare(key, last, scope.strings) !== 0) result.push([]);
    result.at(-1)!.push(document);
    last = key;
  }
  return result;
}

function keyOf(value: Result): Value {
  if (value !== MISSING && Array.isArray(value)) throw new MongoError('TypeMismatch', 'An expression used to partition cannot evaluate to value of type array');
  return orNull(value);
}

function* withOutputs(documents: Doc[], outputs: OutputField[], variables: Variables): Iterable<Doc> {
  const columns = outputs.map(({ compute }) => compute({ documents, variables }));
  let position = 0;
  const fields = new ComputedFields();
  for (const [i, { path }] of outputs.entries()) fields.set(path, () => columns[i]![position]!);
  for (const document of documents) {
    yield fields.apply(document, variables);
    position += 1;
  }
}
