import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Collections, Front, Namespace, PipelineEnvironment } from './environment.js';
import { exprEqualities } from './expr-equalities.js';
import { takeFront } from './front.js';
import { parsePipeline, runAll } from './parse-pipeline.js';
import type { Stage, StageContext } from './stage.js';
import { matching } from './stages/match.js';
import type { Variables } from './variables.js';

/** A pipeline over another collection or view, to be run as often as needed. */
export interface ForeignPipeline {
  /** @param filter what the documents of the collection must answer before they enter the pipeline */
  run(variables: Variables, filter?: Doc): Iterable<Doc>;
}

/** @param context that of the foreign pipeline: `environment.namespace` says what it reads */
export function foreignPipeline(stages: readonly Doc[], context: StageContext): ForeignPipeline {
  const { environment } = context;
  const namespace = environment.namespace!;
  const own = parsePipeline(stages, context);
  if (makesDocuments(stages, context)) return { run: (variables) => runAll(own, [], variables) };
  const { on, view } = resolve(namespace, environment);
  if (view.length === 0) return overCollection(on, own, environment);
  const under = parsePipeline(view, context.ofView(on));
  const viewed = overCollection(on, under, environment);
  return {
    run: (variables, filter) => runAll(own, filter === undefined ? viewed.run(variables) : filtered(viewed.run(variables), filter, context, variables), variables),
  };
}

export function collectionsOf({ collections }: PipelineEnvironment, stage: string): Collections {
  if (collections === undefined) throw new MongoError('IllegalOperation', `${stage} has no collections to reach here`);
  return collections;
}

/** The namespace that a stage names, in the database of the pipeline. */
export function foreignNamespace(collection: string, stage: string, { environment }: StageContext): Namespace {
  if (collection.includes('\0')) throw new MongoError('InvalidNamespace', `namespaces cannot have embedded null characters, in ${stage}`);
  return { database: environment.namespace?.database ?? '', collection };
}

/** The collection under a name, and the pipelines of the views on the way to it, the innermost first. */
export function resolve(namespace: Namespace, environment: PipelineEnvironment): { on: Namespace; view: Doc[] } {
  const definition = environment.collections?.view(namespace);
  if (definition === undefined) return { on: namespace, view: [] };
  const below = resolve(definition.on, environment);
  return { on: below.on, view: [...below.view, ...definition.pipeline] };
}

function makesDocuments(stages: readonly Doc[], { definitions }: StageContext): boolean {
  return stages[0] !== undefined && definitions[Object.keys(stages[0])[0]!]!.makesDocuments === true;
}

function overCollection(namespace: Namespace, stages: Stage[], environment: PipelineEnvironment): ForeignPipeline {
  const { front, rest } = takeFront(stages);
  return {
    run(variables, filter) {
      const given = filter === undefined ? front : narrowed(front, filter);
      const asked = withEqualities(given, variables, environment);
      return runAll(rest, collectionsOf(environment, 'a foreign pipeline').read(namespace, asked, { ...environment, namespace, variables }), variables);
    },
  };
}

function narrowed(front: Front, filter: Doc): Front {
  return { ...front, filter: front.filter === undefined ? filter : doc({ $and: [filter, front.filter] }) };
}

function withEqualities(front: Front, variables: Variables, { strings }: PipelineEnvironment): Front {
  if (front.filter === undefined) return front;
  const equalities = exprEqualities(front.filter, { constants: variables, strings });
  return equalities.length === 0 ? front : { ...front, filter: doc({ $and: [...equalities, front.filter] }) };
}

function filtered(documents: Iterable<Doc>, filter: Doc, context: StageContext, variables: Variables): Iterable<Doc> {
  return matching(filter, context).run(documents, variables);
}
