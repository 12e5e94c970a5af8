import { doc, isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { compileFilter } from '../query/filter.js';
import { refuseOutsideQueries } from '../query/restrictions.js';
import type { UpdateEnvironment } from './operator.js';

/** Says by identifier which elements `$[identifier]` stands for. */
export type ArrayFilters = ReadonlyMap<string, (element: Value) => boolean>;

export function compileArrayFilters(filters: Doc[], { strings, variables }: UpdateEnvironment): ArrayFilters {
  const compiled = new Map<string, (element: Value) => boolean>();
  for (const filter of filters) {
    refuseOutsideQueries(filter);
    const { matches } = withMatches(filter, { ...(strings && { strings }), ...(variables && { variables }) });
    const identifier = identifierIn(filter);
    if (compiled.has(identifier)) throw new MongoError('FailedToParse', `Found multiple array filters with the same top-level field name ${identifier}`);
    compiled.set(identifier, (element) => matches(doc({ [identifier]: element })));
  }
  return compiled;
}

function withMatches(filter: Doc, options: Parameters<typeof compileFilter>[1]): { matches: (document: Doc) => boolean } {
  const compiled = compileFilter(filter, options);
  return { matches: (document) => compiled.matches(document) };
}

function identifierIn(filter: Doc): string {
  const found = [...new Set(identifiersIn(filter))];
  if (found.length === 0) throw new MongoError('FailedToParse', 'Cannot use an expression without a top-level field name in arrayFilters');
  if (found.length > 1) {
    throw new MongoError('FailedToParse', `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${found[0]}' and '${found[1]}'`);
  }
  const identifier = found[0]!;
  if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) {
    const wanted = 'The top-level field name must be an alphanumeric string beginning with a lowercase letter';
    throw new MongoError('BadValue', `Error parsing array filter :: caused by :: ${wanted}, found '${identifier}'`);
  }
  return identifier;
}

/** The first component of every path, also inside `$and`, `$or` and `$nor`. */
function identifiersIn(filter: Doc): string[] {
  return Object.keys(filter).flatMap((name) => {
    if (!name.startsWith('$')) return [name.split('.')[0]!];
    const clauses = filter[name];
    return Array.isArray(clauses) ? clauses.filter(isDoc).flatMap(identifiersIn) : [];
  });
}
