import { getMetadataStorage as limitsStorage } from 'class-validator';
import { isScalarType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { expect, test } from 'vitest';

import { theSchema } from '../testkit/schema.js';

theSchema();

interface InputClass {
  readonly target: new () => object;
  readonly fields?: readonly {
    readonly name: string;
    readonly getType: () => unknown;
    readonly typeOptions: { readonly array?: boolean };
  }[];
}

const { inputTypes, argumentTypes } = getMetadataStorage() as unknown as Record<'inputTypes' | 'argumentTypes', InputClass[]>;

/** What bounds a value: by length, by number, by form, or by being an object with bounds of its own. */
const bounding = new Set([
  'maxLength',
  'isLength',
  'max',
  'isIn',
  'isEnum',
  'isUUID',
  'isMongoId',
  'arrayMaxSize',
  'nestedValidation',
  'isBoolean',
  'isDate',
  'isLatitude',
  'isLongitude',
  'matches',
]);

/** Booleans, moments and enums have few values. Enums are given to TypeGraphQL as plain objects. */
const isBoundByItsType = (type: unknown): boolean => type === Boolean || type === Date || (typeof type === 'object' && !isScalarType(type));

const rulesOf = ({ target }: InputClass, property: string): string[] =>
  limitsStorage()
    .getTargetValidationMetadatas(target, '', true, false)
    .filter(({ propertyName }) => propertyName === property)
    .flatMap(({ name, type }) => [name ?? type]);

const unbounded = [...inputTypes, ...argumentTypes].flatMap((input) =>
  (input.fields ?? [])
    .filter(({ name, getType, typeOptions }) => {
      const needed = typeOptions.array ? ['arrayMaxSize'] : [...bounding];
      return !isBoundByItsType(getType()) && !rulesOf(input, name).some((rule) => needed.includes(rule));
    })
    .map(({ name }) => `${input.target.name}.${name}`),
);

test('every input field has a limit', () => {
  expect(inputTypes.length).toBeGreaterThan(0);
  expect(unbounded).toEqual([]);
});
