import { compileExpression } from '../../aggregation/expression.js';
import { MISSING, Variables } from '../../aggregation/variables.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { compileSchema } from '../match/json-schema/compile.js';
import { complaints, isTypeRule } from '../match/json-schema/schema.js';
import type { Explaining } from './index.js';

// Conditions on whole documents.

export function explainExpression($expr: Value, { document, strings }: Explaining, isMatch: boolean): Doc {
  const result = compileExpression($expr, { constants: Variables.none, strings })(document, Variables.none);
  return doc({
    operatorName: '$expr', specifiedAs: doc({ $expr }), reason: isMatch ? 'expression did match' : 'expression did not match',
    ...(result !== MISSING && { expressionResult: result }),
  });
}

export function explainSchema($jsonSchema: Doc, { document }: Explaining, isMatch: boolean): Doc {
  if (isMatch) return doc({ operatorName: '$jsonSchema', reason: 'schema matched' });
  const schema = compileSchema($jsonSchema);
  const isHopeless = schema.rules.some((rule) => isTypeRule(rule) && !rule.allows(document));
  if (isHopeless) return doc({ operatorName: '$jsonSchema', specifiedAs: doc({ $jsonSchema }), reason: 'expression always evaluates to false' });
  return doc({ operatorName: '$jsonSchema', ...schema.annotations, schemaRulesNotSatisfied: complaints(schema, document) });
}
