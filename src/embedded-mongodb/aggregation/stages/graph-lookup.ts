import { Long } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Expression } from '../expression.js';
import { pathParts, valueAt } from '../expressions/field-path.js';
import type { ForeignPipeline } from '../foreign.js';
import { foreignNamespace, foreignPipeline } from '../foreign.js';
import { withNested } from '../nested-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import { keepsAllBut } from '../stage.js';
import { ValueMap } from '../value-map.js';
import type { Result, Variables } from '../variables.js';
import { MISSING } from '../variables.js';
import { filterForAny } from './join.js';

export const $graphLookup: StageDefinition = {
  precheck(specification, context) {
    foreignNamespace(fromOf(specification), '$graphLookup', context);
  },
  parse(specification, context): Stage {
    const namespace = foreignNamespace(fromOf(specification), '$graphLookup', context);
    const search = searchOf(specification as Doc, context);
    const filter = (specification as Doc).restrictSearchWithMatch as Doc | undefined;
    const foreign = foreignPipeline(filter === undefined ? [] : [doc({ $match: filter })], context.inside('$lookup', { namespace }));
    return {
      name: '$graphLookup',
      specification,
      keeps: keepsAllBut([search.as.join('.')]),
      *run(source, variables) {
        for (const document of source) yield withNested(document, search.as, walk(document, search, foreign, variables, context));
      },
    };
  },
};

interface Search {
  startWith: Expression;
  connectFrom: string[];
  connectTo: string;
  as: string[];
  depthField: string[] | undefined;
  maxDepth: number;
}

function fromOf(specification: Value): string {
  if (!isDoc(specification)) throw new MongoError('FailedToParse', `the $graphLookup stage specification must be an object, but found ${typeOf(specification)}`);
  if (!('from' in specification)) throw new MongoError('FailedToParse', "missing 'from' option to $graphLookup stage specification");
  const { from } = specification;
  if (typeof from !== 'string') throw new MongoError('FailedToParse', `$graphLookup 'from' field must be a string, but found ${typeOf(from)}`);
  if (from === '') throw new MongoError('InvalidNamespace', 'invalid $graphLookup namespace');
  return from;
}

function searchOf(specification: Doc, context: StageContext): Search {
  const search: Partial<Search> = { maxDepth: Infinity };
  for (const option of Object.keys(specification)) {
    const value = specification[option];
    switch (option) {
      case 'from': break;
      case 'startWith': search.startWith = context.expression(value); break;
      case 'maxDepth': search.maxDepth = maxDepthOf(value); break;
      case 'restrictSearchWithMatch':
        if (!isDoc(value)) throw new MongoError(12109310, `$graphLookup 'restrictSearchWithMatch' must be an object, but found ${typeOf(value)}`);
        break;
      case 'as': search.as = pathParts(text(option, value)); break;
      case 'connectFromField': search.connectFrom = pathParts(text(option, value)); break;
      case 'connectToField': search.connectTo = pathParts(text(option, value)).join('.'); break;
      case 'depthField': search.depthField = pathParts(text(option, value)); break;
      default: throw new MongoError(12109312, `unknown argument to $graphLookup: BSON field '$graphLookup.${option}' is an unknown field.`);
    }
  }
  const { as, startWith, connectFrom, connectTo } = search;
  if (as === undefined || startWith === undefined || connectFrom === undefined || connectTo === undefined) {
    throw new MongoError(12109300, "$graphLookup needs 'as', 'startWith', 'connectFromField' and 'connectToField'");
  }
  return search as Search;
}

function text(option: string, value: Value): string {
  if (typeof value !== 'string') throw new MongoError(12109311, `$graphLookup '${option}' field must be a string, but found ${typeOf(value)}`);
  return value;
}

function maxDepthOf(value: Value): number {
  if (!isNumber(value)) throw new MongoError(12109307, `$graphLookup 'maxDepth' must be numeric, but found type: ${typeOf(value)}`);
  const depth = plain(value);
  if (depth < 0) throw new MongoError(12109308, `$graphLookup 'maxDepth' must be nonnegative, but found: ${depth}`);
  if (!Number.isInteger(depth) || depth >= 2 ** 63) throw new MongoError(12109309, `$graphLookup 'maxDepth' must be an integer representable as a long long, but found: ${depth}`);
  return depth;
}

/** Breadth first; a document is found once, at its least depth. */
function walk(start: Doc, search: Search, foreign: ForeignPipeline, variables: Variables, { scope }: StageContext): Doc[] {
  const found: Doc[] = [];
  const seenIds = new ValueMap<null>(scope.strings);
  const asked = new ValueMap<null>(scope.strings);
  let frontier: Value[] = [];
  const visit = (result: Result): void => {
    for (const value of Array.isArray(result) ? result : result === MISSING ? [] : [result]) {
      if (!asked.has(value)) frontier.push(asked.getOrAdd(value, () => null) ?? value);
    }
  };
  visit(search.startWith(start, variables));
  for (let depth = 0; depth <= search.maxDepth && frontier.length > 0; depth += 1) {
    const values = frontier;
    frontier = [];
    for (const document of foreign.run(variables, filterForAny(values, search.connectTo))) {
      if (seenIds.has(document._id)) continue;
      seenIds.getOrAdd(document._id, () => null);
      found.push(search.depthField === undefined ? document : withNested(document, search.depthField, Long.fromNumber(depth)));
      visit(valueAt(document, search.connectFrom));
    }
  }
  return found;
}
