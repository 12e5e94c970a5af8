import type { Scope } from '../aggregation/expression.js';
import { Variables } from '../aggregation/variables.js';
import type { Doc } from '../bson/document.js';
import type { Filter } from './filter.js';
import { carryMetadata } from './metadata.js';
import { compute, exclude, include } from './projection/apply.js';
import { parseProjection } from './projection/parse.js';
import { applyPositional } from './projection/positional.js';
import { applySlice } from './projection/slice.js';

export interface ProjectionOptions extends Scope {
  /** Which operators there are: `$slice`, `$elemMatch` and the positional `$` belong to `find`, which is the default. */
  purpose?: 'find' | 'aggregate';
  /** The same as `constants`. */
  variables?: Variables | undefined;
  /** That of the `find`: some projections are refused with some filters. */
  filter?: Filter | undefined;
  /** That of the `find`, for `{ $meta: 'sortKey' }`. */
  sort?: Doc | undefined;
}

export interface Project {
  /** @param filter is needed by the positional `$` */
  (document: Doc, filter?: Filter, variables?: Variables): Doc;
  readonly kind: 'inclusion' | 'exclusion';
  /** There is a `$meta` in it, so metadata that costs something should be put on the documents. */
  readonly usesMetadata: boolean;
  /** There is a positional `$` in it. */
  readonly usesPosition: boolean;
}

/** @throws MongoError with MongoDB's code when the specification is malformed */
export function compileProjection(specification: Doc, options: ProjectionOptions = {}): Project {
  const { purpose = 'find', variables: constants, filter: ownFilter, sort, ...rest } = options;
  const afterParsing = rest.afterParsing ?? [];
  const scope: Scope = { ...rest, ...(constants && { constants }), afterParsing };
  const { kind, fields, slices, positional, usesMetadata } = parseProjection(specification, { purpose, scope, filter: ownFilter, sort });
  if (rest.afterParsing === undefined) for (const work of afterParsing) work();
  const select = kind === 'inclusion' ? include : exclude;
  const project = (document: Doc, filter = ownFilter, variables = Variables.none): Doc => {
    const out = select(fields, document);
    if (fields.hasComputed) compute(fields, out, document, variables);
    if (positional !== undefined) applyPositional(positional, out, () => filter?.position(document, variables));
    for (const slice of slices) applySlice(slice, out);
    return carryMetadata(document, out);
  };
  return Object.assign(project, { kind, usesMetadata, usesPosition: positional !== undefined });
}
