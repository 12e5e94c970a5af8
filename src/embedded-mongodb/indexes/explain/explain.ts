import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc, doc, isDoc } from '../../bson/document.js';
import type { Collection, Row } from '../../storage/collection.js';
import type { Namespace } from '../../storage/oplog.js';
import type { View } from '../../storage/version.js';
import type { Request } from '../execute.js';
import { planFor } from '../execute.js';
import type { Plan } from '../planner/planner.js';
import { Nothing } from '../stages/EOF.js';
import { integer } from '../stages/integer.js';
import type { Telling } from '../stages/stage.js';
import { filterDocument } from './filter-document.js';

export type Verbosity = 'queryPlanner' | 'executionStats' | 'allPlansExecution';

/** What a command does with the rows that a plan finds. */
export interface Outer {
  stage: string;
  /** Is given each row, when the plan is run. */
  take?(row: Row): void;
  describe?(telling: Telling): Record<string, Value>;
  /** Rows that the stage hands on; all, if absent. */
  returned?(): number;
  /** Rows are counted, not looked at. */
  countOnly?: boolean;
}

/**
 * The plan of a request, and what it takes to run it: `queryPlanner` and, if asked for, `executionStats`.
 * @param outers what is done with the rows, innermost first
 * @param chosen the plan, if that is no matter of choice
 */
export function explain(collection: Collection | null, namespace: Namespace, view: View, request: Request, verbosity: Verbosity, outers: readonly Outer[] = [], chosen?: Plan): Doc {
  const started = process.hrtime.bigint();
  const plan: Plan = chosen ?? (collection === null ? { root: new Nothing('nonExistentNamespace'), rejected: [] } : planFor(collection, request, outers.some(({ countOnly }) => countOnly)));
  const all = [...outers, ...projections(request)];
  const planner = doc({
    namespace: `${namespace.database}.${namespace.collection}`, parsedQuery: filterDocument(request.filter.tree), indexFilterSet: false,
    optimizationTimeMillis: integer(0), maxIndexedOrSolutionsReached: false, maxIndexedAndSolutionsReached: false, maxScansToExplodeReached: false,
    prunedSimilarIndexes: false,
  });
  planner.winningPlan = told(plan, all, 'plan');
  planner.rejectedPlans = plan.rejected.map((root) => told({ root, rejected: [] }, all, 'plan'));
  const out = doc({ explainVersion: '1', queryPlanner: planner });
  if (verbosity !== 'queryPlanner') out.executionStats = execution(plan, collection, view, all, verbosity, started);
  return out;
}

function execution(plan: Plan, collection: Collection | null, view: View, outers: readonly Outer[], verbosity: Verbosity, started: bigint): Doc {
  const { root } = plan;
  if (collection !== null) for (const row of root.run({ collection, view })) for (const outer of outers) outer.take?.(row);
  const last = outers.reduce((returned, outer) => outer.returned?.() ?? returned, root.returned);
  const stats = doc({
    executionSuccess: true, nReturned: integer(last), executionTimeMillis: integer(Number((process.hrtime.bigint() - started) / 1_000_000n)),
    totalKeysExamined: integer(root.totalKeysExamined), totalDocsExamined: integer(root.totalDocsExamined), executionStages: told(plan, outers, 'execution'),
  });
  if (verbosity === 'allPlansExecution') stats.allPlansExecution = [];
  return stats;
}

function told({ root }: Plan, outers: readonly Outer[], telling: Telling): Doc {
  let inner = root.explain(telling);
  let returned = root.returned;
  for (const { stage, describe, returned: handsOn } of outers) {
    returned = handsOn?.() ?? returned;
    const outer: Doc = doc({ stage, ...(telling === 'execution' ? { nReturned: integer(returned), executionTimeMillisEstimate: integer(0) } : {}), ...describe?.(telling) });
    outer.inputStage = inner;
    inner = outer;
  }
  return Object.assign(new EmptyDoc(), { isCached: false }, inner) as Doc;
}

/** The projection of a find is not the planner's, but a plan shows it. */
function projections({ projection, returnKey }: Request): Outer[] {
  const out: Outer[] = [];
  if (returnKey === true) out.push({ stage: 'RETURN_KEY' });
  if (projection === undefined || Object.keys(projection).length === 0) return out;
  const isSimple = Object.entries(projection).every(([path, value]) => !path.includes('.') && !path.startsWith('$') && !isDoc(value) && typeof value !== 'string' && !Array.isArray(value));
  return [...out, { stage: isSimple ? 'PROJECTION_SIMPLE' : 'PROJECTION_DEFAULT', describe: () => ({ transformBy: projection }) }];
}
