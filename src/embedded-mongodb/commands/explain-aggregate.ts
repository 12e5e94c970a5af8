import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import type { Verbosity } from '../indexes/explain/explain.js';
import { explain } from '../indexes/explain/explain.js';
import { integer } from '../indexes/stages/integer.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import type { AggregatePlan } from './aggregate-plan.js';
import { documents } from './aggregate-plan.js';
import { geoNearRequest } from './geo-near.js';
import { requestOf } from './pipeline-collections.js';

/** The plan for what indexes can answer, and the stages that come after it. */
export function explainAggregate(plan: AggregatePlan, given: AggregateArguments, verbosity: Verbosity): Doc {
  const { pipeline: { front, rest, isSource }, namespace, entry, environment, reading } = plan;
  if (isSource) return doc({ explainVersion: '1', stages: rest.map(shown) });
  const request = front.geoNear && entry ? geoNearRequest(entry, front, environment) : requestOf(front.geoNear ? {} : front, environment, given.hint);
  const told = explain(entry, namespace, reading.view, request, verbosity);
  if (rest.length === 0) return told;
  const { explainVersion: _version, ...cursor } = told;
  const stages = [doc({ $cursor: Object.assign(new NewDoc(), cursor) }), ...rest.map(shown)];
  if (verbosity !== 'queryPlanner') {
    stages[0]!.nReturned = (cursor.executionStats as Doc).nReturned;
    stages.at(-1)!.nReturned = integer(countOf(documents(plan, given)));
  }
  return doc({ explainVersion: '1', stages });
}

function shown(stage: Doc): Doc {
  return Object.assign(new NewDoc(), stage);
}

function countOf(results: Iterable<Doc>): number {
  let count = 0;
  for (const result of results) count += Number(result !== null);
  return count;
}
