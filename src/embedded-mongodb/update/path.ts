import { compareText } from '../bson/compare.js';
import { MongoError } from '../errors.js';

/** A path of an update, taken apart: `a.$[x].0.b`. */
export type Path = readonly string[];

/** `$[]` or `$[identifier]` */
export function isArrayFilterIdentifier(part: string): boolean {
  return part.startsWith('$[') && part.endsWith(']');
}

/** The name between the brackets; empty for `$[]`. */
export function identifierOf(part: string): string {
  return part.slice(2, -1);
}

export function isPositional(part: string): boolean {
  return part === '$';
}

/** @throws when the path has empty parts, or dynamic parts where none may be */
export function parsePath(text: string): Path {
  const parts = splitPath(text);
  const positional = parts.filter(isPositional).length;
  if (positional > 1) throw new MongoError('BadValue', `Too many positional (i.e. '$') elements found in path '${text}'`);
  if (isPositional(parts[0]!)) throw new MongoError('BadValue', `Cannot have positional (i.e. '$') element in the first position in path '${text}'`);
  if (isArrayFilterIdentifier(parts[0]!)) {
    throw new MongoError('BadValue', `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${text}'`);
  }
  return parts;
}

/** The components, none of them empty. */
export function splitPath(text: string): Path {
  if (text === '') throw new MongoError('EmptyFieldName', 'An empty update path is not valid.');
  const parts = text.split('.');
  if (parts.includes('')) throw new MongoError('EmptyFieldName', `The update path '${text}' contains an empty field name, which is not allowed.`);
  return parts;
}

export function isDynamic(path: string): boolean {
  return path.split('.').some((part) => isPositional(part) || isArrayFilterIdentifier(part));
}

const INDEX = /^[0-9]{1,18}$/;

/** The array index that a path component stands for, leading zeros and all. */
export function indexOf(part: string): number | undefined {
  return INDEX.test(part) ? Number(part) : undefined;
}

/** The order in which the fields of an update are written: by name, and by number where both are numbers. */
export function compareParts(a: string, b: string): number {
  const x = indexOf(a);
  const y = indexOf(b);
  return (x !== undefined && y !== undefined && x - y) || compareText(a, b);
}
