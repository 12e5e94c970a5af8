import { Int32 } from 'bson';
import { isDoc } from '../../bson/document.js';
import { Doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Accumulation, Accumulator, AccumulatorDefinition } from '../accumulators/accumulator.js';
import { isNumeric } from '../expressions/arguments.js';
import { orNull } from '../nested-fields.js';
import type { Result } from '../variables.js';
import { boundsOf } from './bounds.js';
import type { Bounds } from './bounds.js';
import type { Partition, WindowFunctionDefinition } from './window.js';

const NO_GROUP = new Doc();

/** An accumulator over the window of each document. */
export function accumulated(definition: AccumulatorDefinition): WindowFunctionDefinition {
  return (section, context, name) => {
    const bounds = boundsOf(section, context);
    const argument = section[name];
    if (name === '$count' && !(isDoc(argument) && Object.keys(argument).length === 0)) {
      throw new MongoError('FailedToParse', '$count only accepts an empty object as input');
    }
    const accumulator = definition(argument, context.stage, name);
    // the server refuses a wrong `n` before it sees documents
    accumulator.start(NO_GROUP, context.stage.environment.variables);
    const slide = name === '$stdDevPop' && !bounds.isUnboundedBelow ? loneAsInt(sliding) : sliding;
    return (partition) => slide(partition, bounds, accumulator);
  };
}

type Slide = (partition: Partition, bounds: Bounds, accumulator: Accumulator) => Result[];

/** While a window only grows, or can give up its oldest documents, it is kept; otherwise it is gathered anew. */
const sliding: Slide = ({ documents, variables }, bounds, accumulator) => {
  const boundsAt = bounds.of({ documents, variables });
  const inputs = documents.map((document) => accumulator.input(document, variables));
  let gathered: Accumulation = accumulator.start(NO_GROUP, variables);
  let [from, to] = [0, 0];
  return documents.map((_document, position) => {
    const [first, last] = boundsAt(position);
    if (first !== from && gathered.remove !== undefined && first <= to) {
      for (; from < first; from += 1) gathered.remove(inputs[from]!);
    } else if (first !== from || last < to) {
      gathered = accumulator.start(NO_GROUP, variables);
      from = first;
      to = first;
    }
    for (; to < last; to += 1) gathered.add(inputs[to]!);
    return orNull(gathered.result());
  });
};

/** Where documents leave the window the server keeps other sums, and calls the deviation of one number an int. */
function loneAsInt(slide: Slide): Slide {
  return (partition, bounds, accumulator) => {
    const boundsAt = bounds.of(partition);
    const isNumber = partition.documents.map((document) => isNumeric(accumulator.input(document, partition.variables)));
    return slide(partition, bounds, accumulator).map((result, position) => {
      const [from, to] = boundsAt(position);
      return isNumber.slice(from, to).filter(Boolean).length === 1 ? new Int32(0) : result;
    });
  };
}
