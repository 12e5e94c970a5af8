import { Doc } from '../../bson/document.js';
import type { Result } from '../variables.js';
import { Variables } from '../variables.js';

/** An expression, ready to be evaluated for a document (`$$ROOT`) under variables that came after compilation. */
export type Expression = (root: Doc, variables: Variables) => Result;

/**
 * A parsed expression. MongoDB evaluates constant parts before it sees a document, and refuses there and then what
 * fails in them; so a tree is parsed first, folded second, compiled third.
 */
export abstract class Node {
  /** The same with its constant parts evaluated. `known` has the values of variables that are constant. */
  fold(_known: Variables): Node {
    return this;
  }

  abstract compile(): Expression;
}

export class Constant extends Node {
  constructor(readonly value: Result) {
    super();
  }

  compile(): Expression {
    const { value } = this;
    return () => value;
  }
}

/** Makes the closure of an operation from those of its operands; an operand that was not given is undefined. */
export type Build = (operands: Expression[]) => Expression;

export interface Folding {
  /** `never` for operations that MongoDB leaves to the documents although all their operands are constant. */
  whole?: 'never';
  /** `never` if it does not even look at the operands of their own. */
  operands?: 'never';
  /** Something simpler that does the same, once the operands are folded. */
  simplify?: (operands: readonly (Node | undefined)[]) => Node | undefined;
}

export type Operands = readonly (Node | undefined)[];

export class Operation extends Node {
  constructor(readonly operands: Operands, readonly build: Build, readonly folding: Folding = {}) {
    super();
  }

  override fold(known: Variables): Node {
    if (this.folding.operands === 'never') return this;
    return this.settle(this.operands.map((operand) => operand?.fold(known)));
  }

  protected settle(operands: Operands): Node {
    const folded = new Operation(operands, this.build, this.folding);
    const simple = this.folding.simplify?.(operands);
    if (simple !== undefined) return simple;
    return this.folding.whole !== 'never' && operands.every(isConstant) ? folded.evaluated() : folded;
  }

  evaluated(): Constant {
    return new Constant(this.compile()(new Doc(), Variables.none));
  }

  compile(): Expression {
    return this.build(this.operands.map((operand) => operand?.compile()) as Expression[]);
  }
}

function isConstant(operand: Node | undefined): boolean {
  return operand === undefined || operand instanceof Constant;
}

/**
 * How an operation of many operands may be regrouped: `left` evaluates a leading run of constants, `full` any run of
 * constants, `commutative` all constants together, last. It shows in the errors that constants cause.
 */
export type Grouping = 'left' | 'full' | 'commutative';

export class Chain extends Operation {
  constructor(readonly name: string, operands: Operands, build: Build, readonly grouping: Grouping, folding: Folding = {}) {
    super(operands, build, folding);
  }

  protected override settle(operands: Operands): Node {
    if (operands.every(isConstant)) return super.settle(operands);
    const regrouped = new Chain(this.name, this.regroup(this.flatten(operands)), this.build, this.grouping, this.folding);
    return this.folding.simplify?.(regrouped.operands) ?? regrouped;
  }

  /** `{ $max: [{ $max: [a, b] }, c] }` is `{ $max: [a, b, c] }`; but `{ $max: array }` means something of its own. */
  private flatten(operands: Operands): Operands {
    if (this.grouping === 'left') return operands;
    return operands.flatMap((operand) => {
      const isSame = operand instanceof Chain && operand.name === this.name && operand.operands.length > 1;
      return isSame ? this.flatten(operand.operands) : [operand];
    });
  }

  private regroup(operands: Operands): Operands {
    if (this.grouping === 'commutative') {
      return [...operands.filter((operand) => !isConstant(operand)), ...this.merge(operands.filter(isConstant))];
    }
    const result: (Node | undefined)[] = [];
    let run: (Node | undefined)[] = [];
    for (const [i, operand] of operands.entries()) {
      if (isConstant(operand)) {
        run.push(operand);
        continue;
      }
      result.push(...this.merge(run), operand);
      run = [];
      if (this.grouping === 'left') return [...result, ...operands.slice(i + 1)];
    }
    return [...result, ...this.merge(run)];
  }

  private merge(run: Operands): Operands {
    return run.length < 2 ? run : [new Operation(run, this.build).evaluated()];
  }
}
