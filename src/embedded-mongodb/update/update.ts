import { Timestamp } from 'bson';
import { compileDocumentPipeline } from '../aggregation/pipeline.js';
import { Variables } from '../aggregation/variables.js';
import type { StringOrder } from '../bson/compare.js';
import { isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Filter } from '../query/filter.js';
import { applyTree } from './apply.js';
import { compileArrayFilters } from './array-filters.js';
import { difference } from './difference.js';
import type { UpdateEnvironment } from './operator.js';
import { parseModifiers } from './parse.js';
import { fillTimestamps, replace } from './replacement.js';
import { checkField, checkId } from './storable.js';

export interface UpdateOptions {
  arrayFilters?: Doc[];
  /** Updates of many documents cannot be replacements. */
  multi?: boolean;
  strings?: StringOrder;
  collation?: Doc;
  /** `$$NOW` and its like, and the command's `let`. */
  variables?: Variables;
  /** `c`: values for a pipeline, each a variable. */
  constants?: Doc;
  /** What `$currentDate` writes. */
  now?: () => Date;
  timestamp?: () => Timestamp;
}

export interface Update {
  readonly kind: 'operators' | 'replacement' | 'pipeline';
  readonly isReplacement: boolean;
  /**
   * What becomes of a document. The document itself stays as it was.
   * @param filter the query, which knows what a positional `$` stands for; null where nothing was matched
   * @returns the very same object if there was nothing to do; such a document counts as not modified. Another object
   * counts as modified, even if it has the same bytes.
   * @param touched is given the paths that operators wrote
   */
  apply(document: Doc, filter: Filter | null, isInsert?: boolean, touched?: string[]): Doc;
  /** Change streams are told of a replacement also where a pipeline left little of a document as it was. */
  isReplacementOf(before: Doc, after: Doc): boolean;
}

/**
 * Checks and prepares an update: a document of operators, a replacement, or a pipeline.
 * Whatever can be refused without looking at documents is refused here.
 */
export function compileUpdate(update: Value, options: UpdateOptions = {}): Update {
  if (Array.isArray(update)) return pipeline(update, options);
  if (!isDoc(update)) throw new MongoError('FailedToParse', 'Update argument must be either an object or an array');
  if (options.constants !== undefined) throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  const isReplacement = Object.keys(update)[0]?.startsWith('$') !== true;
  return isReplacement ? replacement(update, options) : operators(update, options);
}

function environmentOf({ strings, variables, now, timestamp }: UpdateOptions): UpdateEnvironment {
  return { strings, variables, now: now ?? (() => new Date()), timestamp: timestamp ?? wallClock };
}

function wallClock(): Timestamp {
  return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
}

function operators(update: Doc, options: UpdateOptions): Update {
  const environment = environmentOf(options);
  const filters = compileArrayFilters(options.arrayFilters ?? [], environment);
  const tree = parseModifiers(update, filters, environment);
  return {
    kind: 'operators',
    isReplacement: false,
    isReplacementOf: () => false,
    apply(document, filter, isInsert = false, touched = []) {
      const position = (): number | undefined => filter?.position(document);
      const applied = applyTree(document, { tree, filters, isInsert, position });
      touched.push(...applied.touched);
      for (const name of topLevel(applied.touched)) checkField(applied.document, name, isInsert ? 'insert' : 'update');
      if (isInsert) checkId(applied.document);
      return applied.document;
    },
  };
}

function topLevel(paths: string[]): Set<string> {
  return new Set(paths.map((path) => path.split('.', 1)[0]!));
}

function replacement(update: Doc, options: UpdateOptions): Update {
  if (options.multi === true) throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  const environment = environmentOf(options);
  return {
    kind: 'replacement',
    isReplacement: true,
    isReplacementOf: () => true,
    apply(document, _filter, isInsert = false) {
      const result = replace(document, update, 'update', isInsert);
      return result === document ? document : fillTimestamps(result, environment);
    },
  };
}

function pipeline(stages: Value[], options: UpdateOptions): Update {
  const run = compileDocumentPipeline(stages as Doc[], {
    purpose: 'update',
    variables: withConstants(options.variables ?? Variables.none, options.constants),
    ...(options.strings && { strings: options.strings }),
    ...(options.collation && { collation: options.collation }),
  });
  if (options.arrayFilters !== undefined && options.arrayFilters.length > 0) {
    throw new MongoError('FailedToParse', 'arrayFilters may not be specified for pipeline-style updates');
  }
  return {
    kind: 'pipeline',
    isReplacement: false,
    isReplacementOf: (before, after) => difference(before, after) === undefined,
    apply: (document, _filter, isInsert = false) => replace(document, run(document), 'pipeline', isInsert),
  };
}

function withConstants(variables: Variables, constants: Doc | undefined): Variables {
  return Object.keys(constants ?? {}).reduce((frame, name) => frame.with(name, constants![name]), variables);
}
