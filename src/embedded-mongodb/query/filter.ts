import type { Scope } from '../aggregation/expression.js';
import { Variables } from '../aggregation/variables.js';
import type { StringOrder } from '../bson/compare.js';
import type { Doc } from '../bson/document.js';
import type { FieldNames } from '../bson/fields.js';
import { compileForDocument } from './match/compile.js';
import { fieldsRead } from './match/fields.js';
import { parseFilter } from './match/parse.js';
import type { MatchNode, Position } from './match/tree.js';

export interface FilterOptions {
  /** How strings compare, if there is a collation. */
  strings?: StringOrder | undefined;
  /** What is known of variables now: those of the command's `let`. */
  variables?: Variables | undefined;
  /** Variables whose values come with each document, and work to be done after parsing: see `Scope`. */
  names?: Scope['names'] | undefined;
  afterParsing?: Scope['afterParsing'] | undefined;
  now?: Date | undefined;
}

export interface Filter {
  readonly specification: Doc;
  /** What the planner reads. */
  readonly tree: MatchNode;
  /** What `matches` reads of a document. */
  readonly fields: FieldNames;
  matches(doc: Doc, variables?: Variables): boolean;
  /** The index of the array element that a positional `$` stands for, in a document that matches. */
  position(doc: Doc, variables?: Variables): number | undefined;
}

/** @throws MongoError with MongoDB's code when the filter is malformed */
export function compileFilter(filter: Doc, options: FilterOptions = {}): Filter {
  const afterParsing = options.afterParsing ?? [];
  const tree = parseFilter(filter, options.strings, scopeOf(options, afterParsing));
  if (options.afterParsing === undefined) for (const work of afterParsing) work();
  const test = compileForDocument(tree);
  return {
    specification: filter,
    tree,
    get fields() { return fieldsRead(tree); },
    matches: (doc, variables) => test(doc, variables),
    position(doc, variables) {
      const position: Position = { index: undefined };
      return test(doc, variables, position) ? position.index : undefined;
    },
  };
}

function scopeOf({ strings, variables = Variables.none, names, now }: FilterOptions, afterParsing: (() => void)[]): Scope {
  const constants = now === undefined || variables.has('NOW') ? variables : variables.with('NOW', now);
  return { constants, strings, afterParsing, ...(names && { names }) };
}
