import type { Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileExpression } from '../expression.js';
import type { Expression } from '../expression.js';
import type { Stage, StageDefinition } from '../stage.js';
import type { Variables } from '../variables.js';

const DESCEND = 'descend';
const PRUNE = 'prune';
const KEEP = 'keep';

export const $redact: StageDefinition = {
  inChangeStream: true,
  parse(specification, { scope }): Stage {
    const decide = compileExpression(specification, {
      ...scope,
      constants: scope.constants!.with('DESCEND', DESCEND).with('PRUNE', PRUNE).with('KEEP', KEEP),
      names: new Set([...(scope.names ?? []), 'CURRENT']),
    });
    return {
      name: '$redact',
      specification,
      *run(source, variables) {
        for (const document of source) {
          const redacted = redact(document, document, decide, variables);
          if (redacted !== undefined) yield redacted;
        }
      },
    };
  },
};

/** What may be seen of a level of the document; undefined if nothing. */
function redact(current: Doc, root: Doc, decide: Expression, variables: Variables): Doc | undefined {
  const decision = decide(root, variables.with('CURRENT', current));
  if (decision === KEEP) return current;
  if (decision === PRUNE) return undefined;
  if (decision !== DESCEND) {
    throw new MongoError(17053, "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE");
  }
  const kept = new Doc();
  for (const field of Object.keys(current)) {
    const value = below(current[field], root, decide, variables);
    if (value !== HIDDEN) kept[field] = value;
  }
  return kept;
}

const HIDDEN = Symbol('hidden');

function below(value: Value, root: Doc, decide: Expression, variables: Variables): Value | typeof HIDDEN {
  if (Array.isArray(value)) {
    return value.map((element) => below(element, root, decide, variables)).filter((element): element is Value => element !== HIDDEN);
  }
  if (!isDoc(value)) return value;
  return redact(value, root, decide, variables) ?? HIDDEN;
}
