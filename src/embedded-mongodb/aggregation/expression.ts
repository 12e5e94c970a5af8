import type { StringOrder } from '../bson/compare.js';
import type { Value } from '../bson/document.js';
import { OPERATORS } from './expressions/index.js';
import type { Expression } from './expressions/node.js';
import { Constant } from './expressions/node.js';
import { Parser } from './expressions/parser.js';
import type { FieldsRead } from './fields-read.js';
import type { Result } from './variables.js';
import { MISSING, Variables } from './variables.js';

export { MISSING, Variables };
export type { Expression, Result };

/** What an expression may refer to, and what is known when it is compiled. */
export interface Scope {
  /** Variables whose values are known already (`$$NOW`, `$$CLUSTER_TIME`, the command's `let`): they are folded in. */
  readonly constants?: Variables;
  /** Names of variables whose values come with each evaluation. `CURRENT` here redefines what `$a` stands for. */
  readonly names?: ReadonlySet<string>;
  readonly strings?: StringOrder | undefined;
  /** Is told what is read of the document. */
  readonly reads?: FieldsRead;
  /**
   * MongoDB parses a whole pipeline before it evaluates its constant parts. When given, `{ $divide: [1, 0] }` does not
   * throw at once: the work is put here, for whoever parses the rest to run afterwards.
   */
  readonly afterParsing?: (() => void)[];
  /** Constant parts are evaluated with each document and not ahead of them: MongoDB does not optimize updates. */
  readonly leavesConstants?: boolean;
}

/** @throws MongoError with MongoDB's code when the expression is malformed, or a constant part of it fails. */
export function compileExpression(spec: Value, scope: Scope = {}): Expression {
  const constants = scope.constants?.has('NOW') ? scope.constants : (scope.constants ?? Variables.none).with('NOW', new Date());
  const parsed = new Parser(OPERATORS, { ...scope, constants }).parse(spec);
  if (scope.leavesConstants === true) return parsed.compile();
  const ready = (): Expression => parsed.fold(constants).compile();
  if (scope.afterParsing === undefined) return ready();
  let expression: Expression | undefined;
  scope.afterParsing.push(() => { expression ??= ready(); });
  return (root, variables) => (expression ??= ready())(root, variables);
}

/** The value of an expression that refers to nothing but constants, for options that must be constant; else undefined. */
export function constantOf(spec: Value, scope: Scope = {}): { value: Result } | undefined {
  const constants = scope.constants ?? Variables.none;
  const folded = new Parser(OPERATORS, { ...scope, constants }).parse(spec).fold(constants);
  return folded instanceof Constant ? { value: folded.value } : undefined;
}

/** Whether there is an expression operator of this name. Projections ask, as they refuse unknown ones with another code. */
export function isExpressionOperator(name: string): boolean {
  return Object.hasOwn(OPERATORS, name);
}
