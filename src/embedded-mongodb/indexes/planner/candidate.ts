import { isDoc } from '../../bson/document.js';
import type { MatchNode } from '../../query/match/tree.js';
import type { FieldKind, Index, IndexField } from '../index.js';
import type { KeyRange } from '../sorted-keys.js';
import { covers } from './applicable.js';
import type { Interval } from './bounds.js';
import { Bounds, EVERYTHING, isEverything, isPoint, Literal, point, rangesOf } from './bounds.js';
import { cellIntervals, regionIn } from './cells.js';
import type { Condition, Group } from './conditions.js';
import type { Answer } from './intervals.js';
import { answer } from './intervals.js';
import type { Layout } from './layout.js';

/** A way to read an index. */
export interface IndexRead extends Layout {
  /** For each field. */
  bounds: (readonly Interval[])[];
  ranges: KeyRange[];
  /** So many leading fields are what the ranges say; the bounds of later ones are checked key by key. */
  rangedFields: number;
  /** The parts of the filter that keys alone do not decide. */
  residual: MatchNode[];
}

export interface Question {
  conjuncts: readonly MatchNode[];
  conditions: readonly Condition[];
  /** Whether the collation of an index is that of the query. */
  sameCollation(index: Index): boolean;
}

/**
 * Reads an index for a question.
 * @param forced by a hint: even if the index leaves out documents, or no condition uses it
 * @param places the cells of a geo field, where `$near` looks
 */
export function readFor(question: Question, layout: Layout, forced: boolean, places?: { field: number; intervals: Interval[] }): IndexRead | null {
  if (!forced && !covers(layout.index, question.conjuncts, question.conditions)) return null;
  const chosen = choose(question, layout);
  if (places !== undefined) chosen[places.field] = { ...NOTHING, intervals: places.intervals };
  const bounds = chosen.map((choice) => choice.intervals);
  const { index, fields, descending, arrays } = layout;
  const { ranges, fields: rangedFields } = rangesOf(bounds, descending);
  return {
    index, fields, descending, arrays, bounds, ranges, rangedFields,
    residual: question.conjuncts.filter((conjunct) => !chosen.some(({ exactly }) => exactly.includes(conjunct))),
  };
}

interface Choice {
  intervals: readonly Interval[];
  conditions: Condition[];
  /** The parts of the filter that these intervals decide. */
  exactly: MatchNode[];
}

const NOTHING: Choice = { intervals: EVERYTHING, conditions: [], exactly: [] };

function choose(question: Question, layout: Layout): Choice[] {
  const choices: Choice[] = [];
  for (const [i, { path, kind }] of layout.fields.entries()) {
    const candidates = question.conditions.filter((condition) => condition.path === path && fits(condition, i, choices, layout));
    if (path === '$_path') choices.push({ ...NOTHING, intervals: [point(layout.fields[i + 1]!.path)] });
    else choices.push(candidates.length === 0 || kind === 'text' ? NOTHING : chooseFor(candidates, i, layout, question));
  }
  return choices;
}

/** The intervals of one field: of all conditions together or, where an array may meet each with another element, of one. */
function chooseFor(candidates: readonly Condition[], field: number, { index, fields, arrays }: Layout, question: Question): Choice {
  const { kind } = fields[field]!;
  const bounds = new Bounds((a, b) => index.compareKeys(a, b));
  const traits = { bounds, strings: index.strings, sameCollation: question.sameCollation(index), isMultikey: arrays[field] !== 0 };
  const answerOf = (condition: Condition): Answer | null => {
    if (kind === '2d' || kind === '2dsphere') return cellAnswer(condition, index);
    const found = answer(condition, traits);
    return found !== null && isPossible(found, condition, kind, index) ? found : null;
  };
  const answered = candidates.map((condition) => ({ condition, found: answerOf(condition) }))
    .filter((pair): pair is { condition: Condition; found: Answer } => pair.found !== null);
  if (answered.length === 0) return NOTHING;
  const best = answered.reduce((a, b) => (rank(b.found) > rank(a.found) ? b : a));
  const together = answered.filter(({ condition }) => condition === best.condition || !traits.isMultikey || sameElement(condition, best.condition, arrays[field]!));
  let { intervals } = best.found;
  for (const { condition, found } of together) if (condition !== best.condition) intervals = bounds.intersection(intervals, found.intervals);
  const exactly = together.filter(({ condition, found }) => found.exact && condition.groups.length === 0).map(({ condition }) => condition.conjunct);
  return { intervals, conditions: together.map(({ condition }) => condition), exactly };
}

/** A hashed field has no order, and of a wildcard index nobody knows what is not there. */
function isPossible({ intervals }: Answer, { node, negated }: Condition, kind: FieldKind, index: Index): boolean {
  if (kind === 'hashed') return intervals.every(isPoint);
  if (index.wildcard === null) return true;
  if (negated || node.operator === '$exists' || node.operator === '$type') return false;
  return intervals.every(({ low, high }) => [low, high].every(({ shown }) => shown instanceof Literal ? shown.text !== 'MinKey' && shown.text !== 'MaxKey' : shown !== null && !isDoc(shown) && !Array.isArray(shown)));
}

/** Places share cells with others, so the documents have to be looked at. */
function cellAnswer({ node, negated }: Condition, index: Index): Answer | null {
  const region = negated ? null : regionIn(node);
  return region === null ? null : { intervals: cellIntervals(region.boxes, index), exact: false };
}

/** Points before ranges before everything. */
function rank({ intervals }: Answer): number {
  if (intervals.every(isPoint)) return 3;
  if (isEverything(intervals)) return 0;
  const [only] = intervals;
  return intervals.length === 1 && (only!.low.key.length > 1 && only!.high.key.length > 1) ? 2 : 1;
}

/** Do both speak of one array element, below which no further array comes? */
function sameElement(a: Condition, b: Condition, arrays: number): boolean {
  const group = lastCommonGroup(a, b);
  return group !== null && noArrayFrom(arrays, group.path.split('.').length);
}

function lastCommonGroup(a: Condition, b: Condition): Group | null {
  return [...a.groups].reverse().find((group) => b.groups.includes(group)) ?? null;
}

function noArrayFrom(arrays: number, step: number): boolean {
  return arrays >>> Math.min(step, 31) === 0;
}

/**
 * `{ 'a.b': 1, 'a.c': 2 }` may be met by two elements of an array `a`, but one key holds what one element has. So two
 * fields are bounded together only if no array is on the path they share, or one `$elemMatch` speaks of its element.
 */
function fits(condition: Condition, field: number, choices: readonly Choice[], { fields, arrays: steps }: Layout): boolean {
  return choices.every((choice, other) => {
    const shared = sharedSteps(fields[field]!.path, fields[other]!.path);
    const arrays = (steps[field]! | steps[other]!) & ((1 << shared) - 1);
    if (arrays === 0) return true;
    return choice.conditions.every((chosen) => {
      const group = lastCommonGroup(condition, chosen);
      return group !== null && noArrayFrom(arrays, group.path.split('.').length);
    });
  });
}

function sharedSteps(a: string, b: string): number {
  const x = a.split('.');
  const y = b.split('.');
  let shared = 0;
  while (shared < x.length && shared < y.length && x[shared] === y[shared]) shared += 1;
  return shared;
}

/** Do the keys come in the order of the sort? Then the direction to read them in. */
export function directionFor({ fields, arrays, bounds }: Pick<IndexRead, 'fields' | 'arrays' | 'bounds'>, sort: readonly { path: string; descending: boolean }[]): 1 | -1 | null {
  let direction: 1 | -1 | null = null;
  let field = 0;
  for (const { path, descending } of sort) {
    while (field < fields.length && fields[field]!.path !== path && isOneValue(bounds[field]!)) field += 1;
    const own = fields[field];
    if (own === undefined || own.path !== path || (own.kind !== 'ascending' && own.kind !== 'descending')) return null;
    if (arrays[field] !== 0 && !keepsArrayOrder(fields, arrays, bounds, field)) return null;
    const needed = (own.kind === 'descending') === descending ? 1 : -1;
    if (arrays[field] !== 0 || !isOneValue(bounds[field]!)) {
      if (direction !== null && direction !== needed) return null;
      direction = needed;
    }
    field += 1;
  }
  return direction ?? 1;
}

export function isOneValue(intervals: readonly Interval[]): boolean {
  return intervals.length === 1 && isPoint(intervals[0]!);
}

/** An array sorts by its least or greatest element, so the walk must meet that one: no bounds may hide it. */
function keepsArrayOrder(fields: readonly IndexField[], arrays: readonly number[], bounds: readonly (readonly Interval[])[], field: number): boolean {
  return fields.every(({ path }, other) => {
    const sharesArray = other === field || ((arrays[field]! & ((1 << sharedSteps(fields[field]!.path, path)) - 1)) !== 0);
    return !sharesArray || isEverything(bounds[other]!);
  });
}
