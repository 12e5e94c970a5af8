import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';

export interface Operation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly field: GraphQLField<unknown, unknown>;
}

/** Every operation that the schema offers. */
export function operationsOf(schema: GraphQLSchema): Operation[] {
  const of = (kind: Operation['kind'], fields = {}) => Object.values(fields).map((field) => ({ kind, field: field as Operation['field'] }));
  return [
    ...of('query', schema.getQueryType()?.getFields()),
    ...of('mutation', schema.getMutationType()?.getFields()),
    ...of('subscription', schema.getSubscriptionType()?.getFields()),
  ];
}

/** The operation with a variable for each argument, and everything selected that lies at most so deep. */
export function documentOf({ kind, field }: Operation, depth: number): string {
  const variables = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const values = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${kind}${variables && `(${variables})`} { ${field.name}${values && `(${values})`}${selectionOf(field.type, depth)} }`;
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (!isObjectType(named)) return ' { __typename }';
  const fields = Object.values(named.getFields()).filter((field) => depth > 1 || !isCompositeType(getNamedType(field.type)));
  const selected = fields.filter(({ args }) => args.every((arg) => !isNonNullType(arg.type)));
  return ` { __typename ${selected.map((field) => `${field.name}${selectionOf(field.type, depth - 1)}`).join(' ')} }`;
}

/** Where in the arguments a text may stand, such as `['input', 'title']`. */
export function textPlaces(args: readonly GraphQLArgument[]): string[][] {
  return args.flatMap(({ name, type }) => placesIn(type, [name]));
}

function placesIn(type: GraphQLInputType, path: string[]): string[][] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).flatMap((field) => placesIn(field.type, [...path, field.name]));
  return isScalarType(named) && ['String', 'ID'].includes(named.name) ? [path] : [];
}

export type Examples = Readonly<Record<string, unknown>>;

/** Acceptable values for all arguments: those given by name, or else any. */
export function variablesFor(args: readonly GraphQLArgument[], examples: Examples): Record<string, unknown> {
  return Object.fromEntries(args.filter(({ name }) => examples[name] !== null).map(({ name, type }) => [name, valueFor(name, type, examples)]));
}

function valueFor(name: string, type: GraphQLInputType, examples: Examples): unknown {
  if (name in examples) return examples[name];
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueFor(name, nullable.ofType as GraphQLInputType, examples)];
  if (isInputObjectType(nullable))
    return Object.fromEntries(
      Object.values(nullable.getFields())
        .filter((field) => examples[field.name] !== null)
        .map((field) => [field.name, valueFor(field.name, field.type, examples)]),
    );
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  return { Int: 1, Float: 1, Boolean: true }[getNamedType(type).name] ?? 'something';
}

/** The same variables with another value at one place; in a list, as its only entry. */
export function withValueAt(variables: object, [name, ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  const before = (variables as Record<string, unknown>)[name!];
  const after = rest.length > 0 ? withValueAt((before ?? {}) as object, rest, value) : Array.isArray(before) ? [value] : value;
  return { ...variables, [name!]: after };
}
