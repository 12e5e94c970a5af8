import { serialize } from 'bson';
import { describe, expect, test } from 'vitest';
import { decode } from '../../bson/codec.js';
import type { Doc } from '../../bson/document.js';
import { compileFilter } from '../filter.js';
import { refuseInValidators } from '../restrictions.js';
import { explainMismatch } from './index.js';

// What these tests expect was said by a MongoDB server.

type Plain = Record<string, unknown>;
const read = (value: Plain): Doc => decode(Buffer.from(serialize(value)));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const document = { _id: 1, a: 3, s: 'str', arr: [1, 2, 'x'], o: { x: 1 } };

function details(validator: Plain): unknown {
  expect(compileFilter(read(validator)).matches(read(document))).toBe(false);
  return (plain(explainMismatch(read(validator), read(document))) as { details: unknown }).details;
}

test('the details name the document', () => {
  expect(plain(explainMismatch(read({ a: 5 }), read(document)))).toMatchObject({ failingDocumentId: 1 });
});

test.each([
  [{ a: { $gt: 5 } }, { operatorName: '$gt', specifiedAs: { a: { $gt: 5 } }, reason: 'comparison failed', consideredValue: 3 }],
  [{ arr: 9 }, { operatorName: '$eq', specifiedAs: { arr: 9 }, reason: 'comparison failed', consideredValues: [1, 2, 'x'] }],
  [{ zz: 5 }, { operatorName: '$eq', specifiedAs: { zz: 5 }, reason: 'field was missing' }],
  [{ a: { $type: 'string' } }, { operatorName: '$type', specifiedAs: { a: { $type: 'string' } }, reason: 'type did not match', consideredValue: 3, consideredType: 'int' }],
  [{ a: { $not: { $gt: 1 } } }, { operatorName: '$not', details: { operatorName: '$gt', specifiedAs: { a: { $gt: 1 } }, reason: 'comparison succeeded', consideredValue: 3 } }],
  [{ $expr: { $gt: ['$a', 5] } }, { operatorName: '$expr', specifiedAs: { $expr: { $gt: ['$a', 5] } }, reason: 'expression did not match', expressionResult: false }],
  [{ a: 3, s: 'x' }, { operatorName: '$and', clausesNotSatisfied: [{ index: 1, details: { operatorName: '$eq', specifiedAs: { s: 'x' }, reason: 'comparison failed', consideredValue: 'str' } }] }],
])('%j', (validator, expected) => {
  expect(details(validator)).toEqual(expected);
});

describe('schemas', () => {
  const rules = (schema: Plain): unknown => (details({ $jsonSchema: schema }) as { schemaRulesNotSatisfied: unknown }).schemaRulesNotSatisfied;
  const typeOfA = { operatorName: 'bsonType', specifiedAs: { bsonType: 'string' }, reason: 'type did not match', consideredValue: 3, consideredType: 'int' };

  test('say which rules of which properties are broken', () => {
    expect(rules({ bsonType: 'object', required: ['zz'], properties: { a: { bsonType: 'string', description: 'a text' } } })).toEqual([
      { operatorName: 'properties', propertiesNotSatisfied: [{ propertyName: 'a', description: 'a text', details: [typeOfA] }] },
      { operatorName: 'required', specifiedAs: { required: ['zz'] }, missingProperties: ['zz'] },
    ]);
  });

  test.each([
    [{ items: { bsonType: 'int' } }, { operatorName: 'items', reason: 'At least one item did not match the sub-schema', itemIndex: 2 }],
    [{ minItems: 5 }, { operatorName: 'minItems', numberOfItems: 3 }],
    [{ items: [{}], additionalItems: false }, { operatorName: 'additionalItems', additionalItems: [2, 'x'] }],
    [{ enum: [1] }, { operatorName: 'enum', reason: 'value was not found in enum', consideredValue: [1, 2, 'x'] }],
  ])('of arrays: %j', (schema, expected) => {
    expect(rules({ properties: { arr: schema } })).toMatchObject([{ propertiesNotSatisfied: [{ propertyName: 'arr', details: [expected] }] }]);
  });

  test.each([
    [{ foo: 1 }, 9], [{ $ref: 'x' }, 9], [{ type: 'int' }, 2], [{ type: 'integer' }, 9], [{ required: [] }, 9], [{ required: 'a' }, 14], [{ exclusiveMinimum: true }, 9],
    [{ minLength: -1 }, 9], [{ enum: [1, 1] }, 9], [{ allOf: [] }, 2], [{ properties: { a: 5 } }, 14], [{ patternProperties: { '(': {} } }, 2],
  ])('%j is refused with %i', (schema, code) => {
    expect(() => compileFilter(read({ $jsonSchema: schema }))).toThrow(expect.objectContaining({ code }));
  });
});

test.each([[{ $where: '1' }, 2], [{ $and: [{ $text: { $search: 'x' } }] }, 2], [{ a: { $near: [1, 1] } }, 5626500], [{ $sampleRate: 0.5 }, 3040500]])('%j is no validator', (filter, code) => {
  expect(() => { refuseInValidators(read(filter)); }).toThrow(expect.objectContaining({ code }));
});
