import type { Value } from '../bson/document.js';
import type { PipelineEnvironment, Namespace } from './environment.js';
import { compileExpression, constantOf } from './expression.js';
import type { Expression } from './expression.js';
import { FieldsRead } from './fields-read.js';
import type { StageContext, StageDefinition, StageScope, Within } from './stage.js';
import type { Result } from './variables.js';

/** What stages may know, at the top of a pipeline or inside of its stages. */
export class Context implements StageContext {
  constructor(
    readonly definitions: Readonly<Record<string, StageDefinition>>,
    readonly environment: PipelineEnvironment,
    readonly scope: StageScope,
    readonly within: readonly Within[] = [],
  ) {}

  static of(environment: PipelineEnvironment, definitions: Readonly<Record<string, StageDefinition>>): Context {
    return new Context(definitions, environment, {
      constants: environment.variables, names: new Set(), strings: environment.strings, afterParsing: [],
      leavesConstants: environment.purpose === 'update',
    });
  }

  expression(specification: Value): Expression {
    return compileExpression(specification, this.scope);
  }

  constant(specification: Value): { value: Result } | undefined {
    return constantOf(specification, this.scope);
  }

  recording(): { context: StageContext; reads: FieldsRead } {
    const reads = new FieldsRead();
    return { context: new Context(this.definitions, this.environment, { ...this.scope, reads }, this.within), reads };
  }

  inside(stage: Within, { namespace, names = [] }: { namespace?: Namespace; names?: string[] } = {}): StageContext {
    const environment = namespace === undefined ? this.environment : { ...this.environment, namespace };
    // an inner name hides an outer constant
    const scope = names.length === 0 ? this.scope
      : { ...this.scope, names: new Set([...this.scope.names, ...names]), constants: this.scope.constants.without(new Set(names)) };
    return new Context(this.definitions, environment, scope, [...this.within, stage]);
  }

  ofView(on: Namespace): StageContext {
    return new Context(this.definitions, { ...this.environment, namespace: on }, { ...this.scope, names: new Set() });
  }
}
