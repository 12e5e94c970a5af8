import type { StringOrder } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Result } from './variables.js';
import { MISSING, Variables } from './variables.js';

export { MISSING, Variables };
export type { Result };

/** An expression, ready to be evaluated for a document (`$$ROOT`) under variables that came after compilation. */
export type Expression = (root: Doc, variables: Variables) => Result;

/** What an expression may refer to, and what is known when it is compiled. */
export interface Scope {
  /** Variables whose values are known already (`$$NOW`, `$$CLUSTER_TIME`, the command's `let`): they are folded in. */
  readonly constants?: Variables;
  /** Names of variables whose values come with each evaluation. `CURRENT` here redefines what `$a` stands for. */
  readonly names?: ReadonlySet<string>;
  readonly strings?: StringOrder | undefined;
  /**
   * MongoDB parses a whole pipeline before it evaluates its constant parts. When given, `{ $divide: [1, 0] }` does not
   * throw at once: the work is put here, for whoever parses the rest to run afterwards.
   */
  readonly afterParsing?: (() => void)[];
}

/** @throws MongoError with MongoDB's code when the expression is malformed, or a constant part of it fails. */
export function compileExpression(_spec: Value, _scope: Scope = {}): Expression {
  throw new MongoError('CommandNotSupported', 'expressions are being written');
}
