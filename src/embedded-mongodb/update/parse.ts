import { isDoc } from '../bson/document.js';
import type { Doc } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { ArrayFilters } from './array-filters.js';
import { describe } from './describe.js';
import type { UpdateEnvironment } from './operator.js';
import { UPDATE_OPERATORS } from './operators/index.js';
import { identifierOf, isArrayFilterIdentifier, parsePath } from './path.js';
import type { Path } from './path.js';
import type { FieldsNode } from './tree.js';
import { emptyTree, plant, SOURCE_OF_RENAME } from './tree.js';

/** Reads `{ $set: { … }, $inc: { … } }`. */
export function parseModifiers(update: Doc, filters: ArrayFilters, environment: UpdateEnvironment): FieldsNode {
  const tree = emptyTree();
  const used = new Set<string>();
  for (const name of Object.keys(update)) {
    for (const [field, path] of fieldsOf(name, update)) {
      const argument = (update[name] as Doc)[field];
      const modification = UPDATE_OPERATORS[name]!(argument, field, environment);
      noteIdentifiers(path, filters, used);
      plant(tree, path, modification);
      if (modification.movesFrom !== undefined) plant(tree, parsePath(modification.movesFrom), SOURCE_OF_RENAME);
    }
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier)) {
      throw new MongoError('FailedToParse', `The array filter for identifier '${identifier}' was not used in the update ${describe(update)}`);
    }
  }
  return tree;
}

function* fieldsOf(name: string, update: Doc): Iterable<[string, Path]> {
  if (!Object.hasOwn(UPDATE_OPERATORS, name)) {
    const wanted = 'Expected a valid update modifier or pipeline-style update specified as an array';
    throw new MongoError('FailedToParse', `Unknown modifier: ${name}. ${wanted}`);
  }
  const fields = update[name];
  if (!isDoc(fields)) {
    const example = `For example: {$mod: {<field>: ...}} not {${name}: ${describe(fields)}}`;
    throw new MongoError('FailedToParse', `Modifiers operate on fields but we found type ${typeOf(fields)} instead. ${example}`);
  }
  for (const field of Object.keys(fields)) yield [field, pathOf(name, field, fields)];
}

/** Where the operator writes: for `$rename`, what its argument says, once the operator itself has checked it. */
function pathOf(name: string, field: string, fields: Doc): Path {
  const target = fields[field];
  return name === '$rename' ? (typeof target === 'string' && target !== '' ? target.split('.') : ['']) : parsePath(field);
}

function noteIdentifiers(path: Path, filters: ArrayFilters, used: Set<string>): void {
  for (const part of path) {
    const identifier = isArrayFilterIdentifier(part) ? identifierOf(part) : '';
    if (identifier === '') continue;
    if (!filters.has(identifier)) throw new MongoError('BadValue', `No array filter found for identifier '${identifier}' in path '${path.join('.')}'`);
    used.add(identifier);
  }
}
