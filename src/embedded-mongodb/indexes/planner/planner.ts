import type { Doc } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Filter } from '../../query/filter.js';
import type { SortOrder } from '../../query/sort.js';
import type { DocumentNode, MatchNode } from '../../query/match/tree.js';
import type { Index } from '../index.js';
import type { WildcardKeys } from '../kinds/wildcard.js';
import { CollectionScan } from '../stages/COLLSCAN.js';
import { Nothing } from '../stages/EOF.js';
import { ExpressIndexScan } from '../stages/EXPRESS_IXSCAN.js';
import { Fetch } from '../stages/FETCH.js';
import { IndexScan } from '../stages/IXSCAN.js';
import { Limit } from '../stages/LIMIT.js';
import { Or } from '../stages/OR.js';
import { Skip } from '../stages/SKIP.js';
import { Sort } from '../stages/SORT.js';
import { SortMerge } from '../stages/SORT_MERGE.js';
import type { Stage } from '../stages/stage.js';
import { isEverything } from './bounds.js';
import type { IndexRead, Question } from './candidate.js';
import { directionFor, readFor } from './candidate.js';
import { conditionsOf, conjunctsOf } from './conditions.js';
import { checkNear, nearStage } from './geo.js';
import { explode } from './explode.js';
import type { Hint } from './hint.js';
import { hintOf, naturalOrder } from './hint.js';
import { dependsOnStrings } from './intervals.js';
import type { Layout } from './layout.js';
import { layoutsOf } from './layout.js';
import { readBetween } from './min-max.js';
import { checkText, textAmong, textIndexOf, textStage } from './text.js';

/** What is to be planned. */
export interface Task {
  filter: Filter;
  sort?: Doc | undefined;
  /** Orders documents as `sort` says. */
  order: SortOrder | null;
  skip: number;
  /** 0: none. */
  limit: number;
  hint?: Doc | string | undefined;
  min?: Doc | undefined;
  max?: Doc | undefined;
  sameCollation(index: Index): boolean;
  /** Only how many rows there are is asked, not what is in them. */
  countOnly?: boolean;
  /** The keys are wanted that lead to the rows. */
  returnKey?: boolean | undefined;
}

export interface Plan {
  root: Stage;
  rejected: Stage[];
}

/** One way to find the rows of a task, before they are sorted and cut. */
interface Candidate {
  /** Rows, not yet tested for the residual. */
  scan: Stage;
  /** Its rows have been looked at, so no FETCH is needed. */
  isFetched?: boolean;
  residual: readonly MatchNode[];
  /** The rows come as the sort wants them. */
  isOrdered: boolean;
  /** An estimate of the rows that it will look at. */
  cost: number;
}

interface SortField { path: string; descending: boolean }

/**
 * Chooses how to answer. Any index that a condition or the sort can use comes before a scan of the collection; among
 * several, the one that has to look at the fewest entries, which the indexes are asked to count.
 */
export function plan(task: Task, indexes: readonly Index[]): Plan {
  const { tree } = task.filter;
  const hasText = checkText(tree);
  const isNear = checkNear(tree);
  if (hasText) checkTextTask(task, indexes);
  if (isNothing(tree)) return only(new Nothing());
  const hint = hintOf(task.hint, indexes);
  const natural = task.sort !== undefined && '$natural' in task.sort ? naturalOrder(task.sort, 'sort') : null;
  if (natural !== null && hint !== null && 'index' in hint) throw new MongoError('BadValue', 'index hint not allowed with $natural sort order');
  if (task.min !== undefined || task.max !== undefined) return only(finish(task, between(task, hint)));
  const express = hint === null && task.skip === 0 && task.returnKey !== true ? expressFor(task, tree, indexes) : null;
  if (express !== null) return only(express);
  if (isNear && natural !== null) throw new MongoError('BadValue', 'geoNear expression not allowed with $natural sort order');
  const conjuncts = conjunctsOf(tree);
  const question: Question = { conjuncts, conditions: conditionsOf(conjuncts), sameCollation: (index) => task.sameCollation(index) };
  if (isNear) return only(finish(task, { scan: nearStage(question, task.filter, indexes, hint), isFetched: true, residual: [], isOrdered: task.sort === undefined, cost: 0 }));
  const candidates = natural === null ? candidatesFor(task, question, indexes, hint) : [];
  candidates.sort((a, b) => a.cost - b.cost);
  if (hasText && candidates.length === 0) throw new MongoError('NoQueryExecutionPlans', 'Failed to produce a solution for TEXT under OR - other non-TEXT clauses under OR have to be indexed as well.');
  const [winner = wholeCollection(task, natural, hint), ...losers] = candidates;
  return { root: finish(task, winner), rejected: losers.map((loser) => finish(task, loser)) };
}

function only(root: Stage): Plan {
  return { root, rejected: [] };
}

function isNothing(tree: MatchNode): boolean {
  switch (tree.kind) {
    case 'or': return tree.children.every(isNothing);
    case 'and': return tree.children.some(isNothing);
    case 'path': return tree.operator === '$in' && tree.operand.length === 0 && tree.patterns.length === 0;
    default: return false;
  }
}

/** `{ _id: value }` has at most one answer, so that nothing else matters. */
function expressFor(task: Task, tree: MatchNode, indexes: readonly Index[]): Stage | null {
  const [idIndex] = indexes;
  if (tree.kind !== 'path' || tree.path !== '_id' || tree.operator !== '$eq' || Array.isArray(tree.operand) || idIndex === undefined) return null;
  if (!task.sameCollation(idIndex) && dependsOnStrings(tree)) return null;
  return new ExpressIndexScan(tree.operand);
}

function candidatesFor(task: Task, question: Question, indexes: readonly Index[], hint: Hint): Candidate[] {
  if (hint !== null) return 'index' in hint ? [hinted(task, question, hint.index)] : [];
  const visible = indexes.filter((index) => !index.isHidden);
  const promising = namesOneId(question, indexes) ? indexes.slice(0, 1) : visible.filter((index) => isPromising(task, question, index));
  const out: Candidate[] = [];
  const text = textAmong(question.conjuncts);
  if (text !== null) return [ofText(question, text, indexes)];
  let least = MOST_COUNTED;
  for (const layout of promising.flatMap((index) => layoutsOf(index, question.conditions))) {
    const candidate = candidateOf(task, question, layout, least);
    if (candidate === null) continue;
    out.push(candidate);
    // Who has more entries than the best so far costs has lost, so nobody need count further.
    least = Math.min(least, Math.ceil(candidate.cost) + 1);
  }
  for (const conjunct of question.conjuncts) {
    if (conjunct.kind !== 'or') continue;
    const candidate = unionOf(task, question, conjunct.children, visible);
    if (candidate !== null) out.push(candidate);
  }
  return out;
}

/** Other conditions can only refuse the one document, so no other index can do better. */
function namesOneId({ conditions, sameCollation }: Question, [idIndex]: readonly Index[]): boolean {
  return idIndex?.name === '_id_' && conditions.some(({ path, node, negated, groups }) => (
    path === '_id' && node.operator === '$eq' && !negated && groups.length === 0 && (sameCollation(idIndex) || !dependsOnStrings(node))
  ));
}

/** An index whose first field is neither asked for nor sorted by could only be read from end to end. This is quickly seen. */
function isPromising({ sort }: Task, { conditions }: Question, { fields, wildcard }: Index): boolean {
  const { path } = fields[0]!;
  return wildcard !== null || conditions.some((condition) => condition.path === path) || (sort !== undefined && Object.keys(sort)[0] === path);
}

function checkTextTask(task: Task, indexes: readonly Index[]): void {
  textIndexOf(indexes);
  if (task.hint !== undefined) throw new MongoError('BadValue', 'text and hint not allowed in same query');
  if (task.sort !== undefined && '$natural' in task.sort) throw new MongoError('BadValue', 'text expression not allowed with $natural sort order');
}

/** Only a text index can tell, so there is no choice. */
function ofText(question: Question, text: DocumentNode, indexes: readonly Index[]): Candidate {
  const scan = textStage(text, question.conditions, textIndexOf(indexes));
  return { scan, residual: question.conjuncts.filter((conjunct) => conjunct !== text), isOrdered: false, cost: 0 };
}

function sortFieldsOf(task: Task, index: Index): SortField[] | null {
  if (task.sort === undefined || !task.sameCollation(index)) return null;
  const out: SortField[] = [];
  for (const [path, order] of Object.entries(task.sort)) {
    if (isDoc(order) || path === '$natural' || !isNumber(order)) return null;
    out.push({ path, descending: Number(String(order)) < 0 });
  }
  return out;
}

function candidateOf(task: Task, question: Question, layout: Layout, mostCounted: number): Candidate | null {
  const read = readFor(question, layout, false);
  if (read === null) return null;
  const scan = orderedScan(task, read);
  const isBounded = layout.index.wildcard === null ? !isEverything(read.bounds[0]!) || usesFirstField(question, layout.index) : boundsValue(layout.index.wildcard, read);
  return isBounded || scan !== null ? fromRead(task, read, scan, mostCounted) : null;
}

/** Fields before the wildcard must be bounded too, and the value under its path. */
function boundsValue({ position }: WildcardKeys, { bounds }: IndexRead): boolean {
  return !bounds.slice(0, position + 2).some(isEverything);
}

/** `{ a: { $exists: true } }` reads an index on `a` from end to end. */
function usesFirstField({ conditions }: Question, { fields }: Index): boolean {
  return fields[0]!.kind.endsWith('scending') && conditions.some(({ path, node, negated }) => path === fields[0]!.path && node.operator === '$exists' && !negated);
}

function hinted(task: Task, question: Question, index: Index): Candidate {
  const [layout] = layoutsOf(index, question.conditions);
  if (layout === undefined) throw new MongoError('NoQueryExecutionPlans', 'the hinted wildcard index has no path that the query asks for');
  return fromRead(task, readFor(question, layout, true)!);
}

function between(task: Task, hint: Hint): Candidate {
  return fromRead(task, readBetween(hint, task.min, task.max, conjunctsOf(task.filter.tree)));
}

function fromRead(task: Task, read: IndexRead, ordered = orderedScan(task, read), mostCounted = MOST_COUNTED): Candidate {
  const isOrdered = task.sort === undefined || ordered !== null;
  return { scan: ordered ?? new IndexScan(read, 1), residual: read.residual, isOrdered, cost: costOf(task, read, isOrdered, mostCounted) };
}

/** Reads in the order of the sort: in one walk, or in several that are merged. */
function orderedScan(task: Task, read: IndexRead): Stage | null {
  const sort = sortFieldsOf(task, read.index);
  if (sort === null) return null;
  const direction = directionFor(read, sort);
  if (direction !== null) return new IndexScan(read, direction);
  const reads = explode(read);
  const common = reads && directionFor(reads[0]!, sort);
  return common === null ? null : new SortMerge(reads!.map((each) => new IndexScan(each, common)), task.sort!, task.order!);
}

/** Beyond this many entries, one read is taken to be as long as another. */
const MOST_COUNTED = 20_000;

/** When a filter remains, more rows have to be looked at than are wanted; nobody knows how many. */
const GUESSED_REFUSALS = 10;

function costOf(task: Task, read: IndexRead, isOrdered: boolean, mostCounted: number): number {
  const entries = read.index.countIn(read.ranges, mostCounted);
  const wanted = task.limit === 0 ? Infinity : (task.skip + task.limit) * (read.residual.length === 0 ? 1 : GUESSED_REFUSALS);
  const looked = isOrdered ? Math.min(entries, wanted) : entries * 1.3;
  // Among equals: fewer conditions left, then fewer fields in the index.
  return looked + read.residual.length * 0.01 + read.fields.length * 0.001;
}

/** Every branch by an index of its own; the rest of the filter helps each of them. */
function unionOf(task: Task, question: Question, branches: readonly MatchNode[], indexes: readonly Index[]): Candidate | null {
  const others = question.conjuncts.filter((conjunct) => conjunct.kind !== 'or' || conjunct.children !== branches);
  const questions = branches.filter((branch) => !isNothing(branch)).map((branch): Question => {
    const conjuncts = [...conjunctsOf(branch), ...others];
    return { ...question, conjuncts, conditions: conditionsOf(conjuncts) };
  });
  const unsorted: Task = { ...task, sort: undefined, order: null, skip: 0, limit: 0 };
  const unmerged = together(question, questions.map((own) => cheapest(candidatesFor(unsorted, own, indexes, null))), (scans) => new Or(scans));
  if (task.sort === undefined || unmerged === null) return unmerged;
  const inOrder = questions.map((own) => cheapest(candidatesFor(task, own, indexes, null).filter(({ isOrdered }) => isOrdered)));
  const merged = together(question, inOrder, (scans) => new SortMerge(scans, task.sort!, task.order!));
  const sorted = { ...unmerged, isOrdered: false, cost: unmerged.cost * 1.3 };
  return merged === null ? sorted : cheapest([merged, sorted]);
}

/** Rows of all branches; null if one has none. */
function together(question: Question, branches: readonly (Candidate | null)[], join: (scans: Stage[]) => Stage): Candidate | null {
  const known = branches.filter((branch) => branch !== null);
  if (known.length < branches.length) return null;
  const isInexact = known.some(({ residual }) => residual.length > 0);
  return { scan: join(known.map(({ scan }) => scan)), residual: isInexact ? question.conjuncts : [], isOrdered: true, cost: known.reduce((sum, { cost }) => sum + cost, 0) };
}

function cheapest(candidates: readonly Candidate[]): Candidate | null {
  return candidates.length === 0 ? null : candidates.reduce((a, b) => (b.cost < a.cost ? b : a));
}

function wholeCollection(task: Task, natural: 1 | -1 | null, hint: Hint): Candidate {
  const matchesAll = conjunctsOf(task.filter.tree).length === 0;
  const direction = natural ?? (hint !== null && 'natural' in hint ? hint.natural : 1);
  return {
    scan: new CollectionScan(matchesAll ? null : task.filter, direction),
    isFetched: true, residual: [], isOrdered: task.sort === undefined || natural !== null, cost: 0,
  };
}

/** Fetches, sorts and cuts. */
function finish(task: Task, candidate: Candidate): Stage {
  const { residual, isOrdered, isFetched } = candidate;
  const isCounted = task.countOnly === true && residual.length === 0;
  const scan = isCounted && candidate.scan instanceof IndexScan ? candidate.scan.forCounting() : candidate.scan;
  const { skip, limit } = task;
  const skipsKeys = isOrdered && skip > 0 && isFetched !== true && residual.length === 0;
  let stage = skipsKeys ? new Skip(scan, skip) : scan;
  if (isFetched !== true && !isCounted) stage = new Fetch(stage, task.filter, residual);
  if (!isOrdered && task.order !== null) stage = new Sort(stage, task.sort!, task.order, limit === 0 ? 0 : skip + limit);
  if (skip > 0 && !skipsKeys) stage = new Skip(stage, skip);
  if (limit > 0 && isOrdered) stage = new Limit(stage, limit);
  return stage;
}
