import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { orNull } from '../nested-fields.js';
import type { DocumentOrder } from '../stages/sort.js';
import { sortOrder } from '../stages/sort.js';
import type { Result } from '../variables.js';
import type { Accumulation, Accumulator, AccumulatorDefinition } from './accumulator.js';
import { sizeOf } from './several.js';

interface Candidate {
  document: Doc;
  output: Value;
}

/** Keeps the first documents in an order, or the last ones. */
class Ranked implements Accumulation<Candidate> {
  private readonly best: Candidate[] = [];

  constructor(private readonly order: DocumentOrder, private readonly end: 'top' | 'bottom', private readonly size: number, private readonly isSingle: boolean) {}

  add(candidate: Candidate): void {
    let at = this.best.length;
    while (at > 0 && this.order(candidate.document, this.best[at - 1]!.document) < 0) at -= 1;
    if (this.end === 'top' && at >= this.size) return;
    this.best.splice(at, 0, candidate);
    if (this.best.length <= this.size) return;
    if (this.end === 'top') this.best.pop();
    else this.best.shift();
  }

  result(): Result {
    const outputs = this.best.map(({ output }) => output);
    return this.isSingle ? (outputs[0] ?? null) : outputs;
  }
}

function ranking(end: 'top' | 'bottom', isSingle: boolean): AccumulatorDefinition {
  return (argument, context, name) => {
    if (!isDoc(argument)) throw new MongoError(5788001, `specification must be an object; found ${name}: ${String(argument)}`);
    const known = isSingle ? ['output', 'sortBy'] : ['output', 'sortBy', 'n'];
    for (const field of Object.keys(argument)) {
      if (!known.includes(field)) throw new MongoError(5788002, `Unknown argument to ${name} '${field}'`);
      if (field === 'sortBy') checkSortBy(argument.sortBy);
    }
    if (!isSingle && !('n' in argument)) throw new MongoError(5788003, "Missing value for 'n'");
    if (!('output' in argument)) throw new MongoError(5788004, "Missing value for 'output'");
    if (!('sortBy' in argument)) throw new MongoError(5788005, "Missing value for 'sortBy'");
    const order = sortOrder(argument.sortBy as Doc, context);
    const output = context.expression(argument.output);
    const size = isSingle ? () => 1 : sizeOf(argument.n, context);
    const accumulator: Accumulator<Candidate> = {
      input: (document, variables) => ({ document, output: orNull(output(document, variables)) }),
      start: (group, variables) => new Ranked(order, end, size(group, variables), isSingle),
    };
    return accumulator as unknown as Accumulator;
  };
}

function checkSortBy(value: Value): void {
  if (!isDoc(value)) throw new MongoError(10065, 'invalid parameter: expected an object (sortBy)');
  if (Object.keys(value).length === 0) throw new MongoError(9657900, "Value for 'sortBy' must be a non-empty object");
}

export const $top = ranking('top', true);

export const $topN = ranking('top', false);

export const $bottom = ranking('bottom', true);

export const $bottomN = ranking('bottom', false);
