import type { Doc } from '../../bson/document.js';
import { Doc as Document, isDoc, shallowCopy } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import { isNullish, onValues, parseInOrder, typeName } from './arguments.js';
import { FieldPath, fieldOf, VariablePath } from './field-path.js';
import type { Build, Node } from './node.js';
import { Constant, Operation } from './node.js';
import type { Operator } from './parser.js';

/** Later documents win, field by field; null counts as an empty one. A single operand may be an array of documents. */
export const $mergeObjects: Operator = (argument, parser) => {
  const operands = parser.parseList(argument);
  const build: Build = (each) => (root, variables) => {
    const merged = new Document();
    const only = each.length === 1 ? each[0]!(root, variables) : undefined;
    if (Array.isArray(only)) for (const element of only) mergeInto(merged, element);
    else if (each.length === 1) mergeInto(merged, only!);
    else for (const operand of each) mergeInto(merged, operand(root, variables));
    return merged;
  };
  return new Operation(operands, build);
};

/** Adds the fields of one document to another, as $mergeObjects does in expressions and in groups. */
export function mergeInto(merged: Doc, value: Result): void {
  if (isNullish(value)) return;
  if (!isDoc(value)) throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
  Object.assign(merged, value);
}

const GET_FIELD = { notAnObject: 3041701, unknown: 3041701, missing: { field: 3041702, input: 3041703 } };

/** Short form: `{ $getField: 'a' }`, which reads from the current document. Dots and dollars in the name are plain. */
export const $getField: Operator = (argument, parser, name) => {
  const isLong = isDoc(argument) && !Object.keys(argument)[0]?.startsWith('$');
  const operands = isLong ? parseInOrder(argument, parser, name, ['field', 'input'], GET_FIELD) : [parser.parse(argument), parser.parse('$$CURRENT')];
  return new Operation(operands, onValues((key, object) => {
    if (typeof key !== 'string') throw new MongoError(3041704, `$getField requires 'field' to evaluate to type String, but got ${typeName(key!)}`);
    if (object === MISSING) return MISSING;
    if (isNullish(object!)) return null;
    return isDoc(object!) ? fieldOf(object, key) : MISSING;
  }), { operands: 'never' });
};

/** The name of the field to set, which has to be known ahead. */
function constantName(field: Node): string {
  if (field instanceof FieldPath || field instanceof VariablePath) {
    throw new MongoError(4161108, `'${String(field)}' is a field path reference which is not allowed in this context. Did you mean {$literal: '${String(field)}'}?`);
  }
  if (!(field instanceof Constant)) throw new MongoError(4161106, "$setField requires 'field' to evaluate to a constant, but got a non-constant argument");
  if (typeof field.value !== 'string') {
    throw new MongoError(4161107, `$setField requires 'field' to evaluate to type String, but got ${typeName(field.value)}`);
  }
  return field.value;
}

const SET_FIELD = { notAnObject: 4161100, unknown: 4161101, missing: { field: 4161102, value: 4161103, input: 4161109 } };

/** A missing value takes the field away. */
export const $setField: Operator = (argument, parser, name) => {
  const [field, input, value] = parseInOrder(argument, parser, name, ['field', 'input', 'value'], SET_FIELD);
  return setting(constantName(field!), input!, value!);
};

const UNSET_FIELD = { ...SET_FIELD, missing: { field: 4161102, input: 4161109 } };

export const $unsetField: Operator = (argument, parser, name) => {
  const [field, input] = parseInOrder(argument, parser, name, ['field', 'input'], UNSET_FIELD);
  return setting(constantName(field!), input!, new Constant(MISSING));
};

function setting(field: string, input: Node, value: Node): Node {
  return new Operation([input, value], onValues((object, given) => {
    if (isNullish(object!)) return null;
    if (!isDoc(object!)) throw new MongoError(4161105, "$setField requires 'input' to evaluate to type Object");
    const changed = shallowCopy(object);
    if (given === MISSING) delete changed[field];
    else changed[field] = given!;
    return changed;
  }), { operands: 'never' });
}
