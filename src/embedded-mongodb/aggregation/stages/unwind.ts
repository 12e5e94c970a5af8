import { Long } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { checkForInterrupt } from '../../interruption.js';
import { pathParts } from '../expressions/field-path.js';
import { nested, withNested } from '../nested-fields.js';
import type { Stage, StageDefinition } from '../stage.js';
import { keepsAllBut } from '../stage.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';

export const $unwind: StageDefinition = {
  parse(specification): Stage {
    const { path, indexPath, preserve } = optionsOf(specification);
    const parts = pathParts(path);
    const indexParts = indexPath === undefined ? undefined : pathParts(indexPath);
    return {
      name: '$unwind',
      specification,
      reads: { names: new Set([path]), andNoMore: false },
      keeps: keepsAllBut(indexPath === undefined ? [path] : [path, indexPath]),
      run: (source) => unwind(source, parts, indexParts, preserve),
    };
  },
};

interface Options {
  path: string;
  indexPath: string | undefined;
  preserve: boolean;
}

function optionsOf(specification: Value): Options {
  if (typeof specification === 'string') return { path: withoutDollar(specification), indexPath: undefined, preserve: false };
  if (!isDoc(specification)) {
    throw new MongoError(15981, `expected either a string or an object as specification for $unwind stage, got ${typeOf(specification)}`);
  }
  for (const option of Object.keys(specification)) checkOption(option, specification[option]);
  const { path = '', includeArrayIndex: indexPath, preserveNullAndEmptyArrays: preserve = false } = specification;
  return { path: withoutDollar(path as string), indexPath: indexPath as string | undefined, preserve: preserve as boolean };
}

function checkOption(option: string, value: Value): void {
  switch (option) {
    case 'path':
      if (typeof value !== 'string') throw new MongoError(28808, `expected a string as the path for $unwind stage, got ${typeOf(value)}`);
      return;
    case 'preserveNullAndEmptyArrays':
      if (typeof value !== 'boolean') {
        throw new MongoError(28809, `expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got ${typeOf(value)}`);
      }
      return;
    case 'includeArrayIndex':
      if (typeof value !== 'string' || value === '') {
        throw new MongoError(28810, `expected a non-empty string for the includeArrayIndex option to $unwind stage, got ${typeOf(value)}`);
      }
      if (value.startsWith('$')) throw new MongoError(28822, `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${value}`);
      return;
    default: throw new MongoError(28811, `unrecognized option to $unwind stage: ${option}`);
  }
}

/** A document whose array is empty loses it; one that has no array stays as it is. */
function withoutElements(document: Doc, value: Result, path: string[], indexPath: string[] | undefined): Doc {
  const isArray = value !== MISSING && Array.isArray(value);
  if (indexPath === undefined) return isArray ? withNested(document, path, MISSING) : document;
  const takesPlace = path.every((part, i) => indexPath[i] === part);
  return withNested(isArray && !takesPlace ? withNested(document, path, MISSING) : document, indexPath, null);
}

function withoutDollar(path: string): string {
  if (path === '') throw new MongoError(28812, 'no path specified to $unwind stage');
  if (!path.startsWith('$')) throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  return path.slice(1);
}

function* unwind(source: Iterable<Doc>, path: string[], indexPath: string[] | undefined, preserve: boolean): Iterable<Doc> {
  for (const document of source) {
    const value = nested(document, path);
    if (value !== MISSING && Array.isArray(value) && value.length > 0) {
      for (const [i, element] of value.entries()) {
        checkForInterrupt();
        const single = withNested(document, path, element);
        yield indexPath === undefined ? single : withNested(single, indexPath, Long.fromNumber(i));
      }
      continue;
    }
    const isEmpty = value === MISSING || value === null || value === undefined || Array.isArray(value);
    if (isEmpty && !preserve) continue;
    yield withoutElements(document, value, path, indexPath);
  }
}
