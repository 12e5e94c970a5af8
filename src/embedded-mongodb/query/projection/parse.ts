import type { Expression, Scope } from '../../aggregation/expression.js';
import { compileExpression, isExpressionOperator } from '../../aggregation/expression.js';
import { isTrue } from '../../aggregation/expressions/arguments.js';
import { pathParts } from '../../aggregation/expressions/field-path.js';
import { MISSING } from '../../aggregation/variables.js';
import type { Value , Doc} from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { refuseInProjections, refuseOutsideQueries } from '../restrictions.js';
import type { Filter } from '../filter.js';
import { compileFilter } from '../filter.js';
import { refuseUnlessAvailable } from '../metadata.js';
import { compileSortKey } from '../sort.js';
import { sliceOf } from './slice.js';
import type { Slice } from './slice.js';
import { Fields } from './tree.js';

export interface Surroundings {
  purpose: 'find' | 'aggregate';
  scope: Scope;
  /** Of the `find` that the projection belongs to. */
  filter: Filter | undefined;
  sort: Doc | undefined;
}

/** A projection, understood. */
export interface Projection {
  kind: 'inclusion' | 'exclusion';
  fields: Fields;
  slices: Slice[];
  positional: readonly string[] | undefined;
  usesMetadata: boolean;
}

export function parseProjection(specification: Doc, surroundings: Surroundings): Projection {
  return new Parser(surroundings).run(specification);
}

class Parser {
  private readonly fields = new Fields();
  private readonly slices: Slice[] = [];
  /** Undefined as long as nothing has decided it. */
  private kind: Projection['kind'] | undefined;
  private positional: readonly string[] | undefined;
  private id: 'included' | 'excluded' | undefined;
  private usesElemMatch = false;
  private usesMeta = false;

  constructor(private readonly surroundings: Surroundings) {}

  run(specification: Doc): Projection {
    this.document(specification, '');
    const kind = this.kind ?? this.kindByDefault();
    const isListed = kind === 'inclusion' ? this.id !== 'excluded' && !this.fields.entries.has('_id') : this.id === 'excluded';
    if (isListed) this.fields.set(['_id'], { kind: 'listed' });
    return { kind, fields: this.fields, slices: this.slices, positional: this.positional, usesMetadata: this.usesMeta };
  }

  /** `$slice` and `$meta` leave the other fields alone, `$elemMatch` wants to be asked for. */
  private kindByDefault(): Projection['kind'] {
    if (this.id === 'included') return 'inclusion';
    if (this.slices.length > 0) return 'exclusion';
    if (this.usesElemMatch) return 'inclusion';
    return this.usesMeta && this.surroundings.purpose === 'aggregate' ? 'inclusion' : 'exclusion';
  }

  private document(specification: Doc, prefix: string): void {
    for (const name of Object.keys(specification)) this.field(prefix + name, name, specification[name]);
  }

  private field(path: string, name: string, value: Value): void {
    if (path.endsWith('.$')) return this.position(path.slice(0, -2), value);
    if (path.includes('.$.')) throw inTheMiddle();
    const parts = pathParts(path);
    if (isDoc(value)) return this.nested(parts, name, value);
    const isFlag = typeof value === 'boolean' || (value !== null && value !== undefined && isNumber(value));
    if (!isFlag) return this.literal(parts, value);
    this.fields.check(parts);
    if (path === '_id') this.id = isTrue(value) ? 'included' : 'excluded';
    else if (isTrue(value)) this.list(parts);
    else this.exclude(parts);
  }

  private literal(parts: readonly string[], value: Value): void {
    const expression = compileExpression(value, this.surroundings.scope);
    this.fields.check(parts);
    const path = parts.join('.');
    this.include(path, () => new MongoError(31310, `Cannot use an expression ${path} in an exclusion projection`));
    this.fields.set(parts, { kind: 'computed', expression });
  }

  private include(path: string, refusal = () => new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`)): void {
    if (this.kind === 'exclusion') throw refusal();
    this.kind = 'inclusion';
  }

  private includeExpression(parts: readonly string[]): void {
    this.include(parts.join('.'), () => new MongoError(31252, 'Cannot use expression other than $meta in exclusion projection'));
  }

  private list(parts: readonly string[]): void {
    this.include(parts.join('.'));
    this.fields.set(parts, { kind: 'listed' });
  }

  private exclude(parts: readonly string[]): void {
    if (this.kind === 'inclusion') throw new MongoError(31254, `Cannot do exclusion on field ${parts.join('.')} in inclusion projection`);
    this.kind = 'exclusion';
    this.fields.set(parts, { kind: 'listed' });
  }

  private nested(parts: readonly string[], name: string, value: Doc): void {
    const names = Object.keys(value);
    const [first] = names;
    if (first === undefined) throw new MongoError(51270, `Invalid empty sub-projection: ${name}`);
    if (!first.startsWith('$') || names.length > 1) {
      this.fields.check([...parts, first]);
      return this.document(value, `${parts.join('.')}.`);
    }
    this.operator(parts, first, value);
  }

  private operator(parts: readonly string[], name: string, value: Doc): void {
    const { purpose, scope } = this.surroundings;
    const operand = value[name];
    if (name === '$elemMatch') return this.elemMatch(parts, operand);
    if (name === '$meta') return this.meta(parts, value);
    const slice = name === '$slice' && purpose === 'find' ? sliceOf(operand, parts) : undefined;
    if (slice !== undefined) return this.slice(slice, value);
    if (!isExpressionOperator(name)) throw new MongoError(31325, `Unknown expression ${name}`);
    this.includeExpression(parts);
    this.fields.set(parts, { kind: 'computed', expression: compileExpression(value, scope) });
  }

  /** When it collides it is read as the expression `$slice` instead, and that is what its refusal speaks of. */
  private slice(slice: Slice, value: Doc): void {
    try {
      this.fields.set(slice.path, { kind: 'kept' });
    } catch (error) {
      this.includeExpression(slice.path);
      compileExpression(value, this.surroundings.scope);
      throw error;
    }
    this.slices.push(slice);
  }

  /** `{ a: { $elemMatch: … } }`: the first element that matches, in an array of its own. */
  private elemMatch(parts: readonly string[], condition: Value): void {
    if (this.surroundings.purpose === 'aggregate') throw new MongoError('InvalidPipelineOperator', 'Cannot use $elemMatch in this context');
    if (!isDoc(condition)) throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${typeOf(condition)}`);
    if (parts.length > 1) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
    if (this.positional !== undefined) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
    const [name] = parts as [string];
    const { strings, constants, names } = this.surroundings.scope;
    const specification = doc({ [name]: doc({ $elemMatch: condition }) });
    refuseInProjections(specification);
    const filter = compileFilter(specification, { strings, variables: constants, names });
    this.usesElemMatch = true;
    this.fields.set(parts, { kind: 'computed', expression: firstElement(name, filter) });
  }

  /** Alone among expressions it may stand in an exclusion. */
  private meta(parts: readonly string[], value: Doc): void {
    const { purpose, scope, filter, sort } = this.surroundings;
    this.usesMeta = true;
    let expression: Expression;
    if (purpose === 'find' && value.$meta === 'sortKey') {
      if (sort === undefined || Object.keys(sort).length === 0) throw new MongoError('BadValue', 'cannot use sortKey $meta projection without a sort');
      expression = compileSortKey(sort, scope.strings);
    } else {
      expression = compileExpression(value, scope);
      if (purpose === 'find') refuseUnlessAvailable(String(value.$meta), filter);
    }
    this.fields.set(parts, { kind: 'computed', expression });
  }

  /** `{ 'a.$': 1 }` */
  private position(path: string, value: Value): void {
    if (this.surroundings.purpose === 'aggregate') throw new MongoError(31324, 'Cannot use positional projection in aggregation projection');
    if (path.split('.').includes('$')) throw inTheMiddle();
    if (isDoc(value)) throw new MongoError(31271, 'positional projection cannot be used with an expression or sub object');
    if (typeof value !== 'boolean' && (value === null || value === undefined || !isNumber(value))) {
      throw new MongoError(31308, 'positional projection cannot be used with a literal');
    }
    if (!isTrue(value)) throw new MongoError(31395, 'positional projection cannot be used with exclusion');
    if (this.positional !== undefined) throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
    if (this.usesElemMatch) throw new MongoError(31256, 'Cannot specify positional operator and $elemMatch.');
    const parts = pathParts(path);
    this.fields.check(parts);
    if (this.surroundings.filter !== undefined) refuseOutsideQueries(this.surroundings.filter.specification);
    this.list(parts);
    this.positional = parts;
  }
}

function inTheMiddle(): MongoError {
  return new MongoError(31394, "As of 4.4, it's illegal to specify positional operator in the middle of a path.");
}

function firstElement(name: string, filter: Filter): Expression {
  return (root, variables) => {
    const array = root[name];
    if (!Array.isArray(array)) return MISSING;
    const index = filter.position(root, variables);
    return index === undefined ? MISSING : [array[index]];
  };
}
