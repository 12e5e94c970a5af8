import type { StringOrder } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import type { FieldNames } from '../bson/fields.js';
import type { Front, Namespace, Output, PipelineEnvironment } from './environment.js';
import type { Expression, Scope } from './expression.js';
import type { FieldsRead } from './fields-read.js';
import type { Result, Variables } from './variables.js';

/** A stage that is ready to run. */
export interface Stage {
  readonly name: string;
  /** As `explain` shows it. */
  readonly specification: Value;
  run(source: Iterable<Doc>, variables: Variables): Iterable<Doc>;
  /** Of a stage that turns one document into one other, whatever came before. */
  transform?(document: Doc, variables: Variables): Doc;
  /** Tells whoever moves a `$match` forward which fields of the documents the stage leaves as they were. */
  readonly keeps?: Keeps;
  /** Of a `$match`: the part that may stand before a stage that keeps such paths, and the part that may not. */
  split?(keeps: Keeps): { before: Stage | undefined; after: Stage | undefined };
  /** Of a `$sort`: the same, where only the first documents are needed. */
  limited?(most: number): Stage;
  /** The fields that it reads of documents; absent: nobody knows. `andNoMore`: what it gives depends on nothing else. */
  readonly reads?: { readonly names: FieldNames; readonly andNoMore: boolean };
  /** Of a stage that ends a pipeline by writing. */
  readonly output?: Output;
  /** What the planner can do instead, if the stage stands at the front. */
  readonly front?: Front;
}

/** A dotted path may be read before or after the stage, with the same result. */
export type Keeps = (path: string) => boolean;

/** Where a pipeline stands: inside of another one's stage. */
export type Within = '$facet' | '$lookup' | '$unionWith';

/** How a stage is read from its specification, and where it may stand. */
export interface StageDefinition {
  /**
   * Looks at the specification before any stage of the pipeline is parsed, as MongoDB does with stages that name
   * collections: their errors come before those of the stages in front of them.
   */
  precheck?(specification: Value, context: StageContext): void;
  /** Gives several stages where it is short for them. */
  parse(specification: Value, context: StageContext): Stage | Stage[];
  /** May only stand at one end. */
  position?: 'first' | 'last';
  /** It makes documents itself, and does not read those of the collection. */
  makesDocuments?: true;
  /** It may, or must, begin a pipeline on no collection: `{ aggregate: 1 }`. */
  needsNoCollection?: true | 'always';
  /** It may stand in the pipeline of an update, of a change stream. */
  inUpdate?: true;
  inChangeStream?: true;
  /** It may not stand here. */
  notIn?: readonly (Within | 'transaction' | 'view')[];
}

/** What a stage may know while it is parsed. */
export interface StageContext {
  /** All stages by name. */
  readonly definitions: Readonly<Record<string, StageDefinition>>;
  readonly environment: PipelineEnvironment;
  /** The stages around this pipeline, outermost first. */
  readonly within: readonly Within[];
  /** What an expression may refer to. */
  readonly scope: StageScope;
  expression(specification: Value): Expression;
  /** The same context, which tells what its expressions read. */
  recording(): { context: StageContext; reads: FieldsRead };
  /** The value, if the expression has the same one for every document. */
  constant(specification: Value): { value: Result } | undefined;
  /** The context of a pipeline inside of a stage. `names` are variables that get their values when it runs. */
  inside(stage: Within, more?: { namespace?: Namespace; names?: string[] }): StageContext;
  /** The context of a view's pipeline: it sees nothing of the stage that reads the view. */
  ofView(on: Namespace): StageContext;
}

export interface StageScope extends Scope {
  readonly constants: Variables;
  readonly names: ReadonlySet<string>;
  readonly strings: StringOrder | undefined;
  /** Work that MongoDB does when the whole pipeline has been parsed: evaluating constants. */
  readonly afterParsing: (() => void)[];
}

/** A stage that turns each document into one. */
export function transformation(name: string, specification: Value, transform: (document: Doc, variables: Variables) => Doc, traits: Pick<Stage, 'keeps' | 'reads'> = {}): Stage {
  return {
    name,
    specification,
    transform,
    ...traits,
    *run(source, variables) {
      for (const document of source) yield transform(document, variables);
    },
  };
}

/** A path is touched if it is one of these, above one or below one. */
export function keepsAllBut(paths: Iterable<string>): Keeps {
  const touched = [...paths];
  return (path) => !touched.some((other) => path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`));
}
