import {
  __Schema,
  __Type,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  getOperationAST,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Extensions } from 'type-graphql';

import { refusal } from '../platform/errors/index.js';
import { defaultPageSize, largestPageSize } from '../platform/pagination.js';

export interface Limits {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
}

type Variables = Readonly<Record<string, unknown>>;

interface Weight {
  readonly depth: number;
  readonly aliases: number;
  readonly expensive: number;
  readonly cost: number;
}

const nothing: Weight = { depth: 0, aliases: 0, expensive: 0, cost: 0 };

/** Cheap to ask and dear to answer, such as by hashing a password: it has its price, and a document holds only few. */
export const Expensive = (): MethodDecorator & PropertyDecorator => Extensions({ expensive: true });

const priceOfExpensive = 200;
const expensiveAtMost = 3;
/** It reads, writes, commits and tells others. */
const priceOfMutation = 10;
/** The whole schema once, and once more for each alias in it. */
const priceOfIntrospection = 100;

/**
 * Refuses what would be too much work, before any of it is done; answers what the rest costs. Each object costs one, and what
 * stands inside a list is multiplied by the size of the page asked for, or by that of a usual page when the list comes whole;
 * so twenty aliases cost twenty.
 */
export function costWithin(
  limits: Limits,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
  variables: Variables = {},
): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const weight = new Scale(schema, document, variables).weigh(operation);
  const allowed = { ...limits, expensive: expensiveAtMost };
  for (const limit of ['depth', 'aliases', 'expensive', 'cost'] as const) {
    if (weight[limit] > allowed[limit]) throw refusal('QUERY_TOO_COMPLEX', { limit, allowed: allowed[limit] });
  }
  return weight.cost;
}

const charactersPerPoint = 100;

/** Paid for whatever is sent, also when it turns out to be nothing; what it then asks for costs as much more as it is worth more. */
export const priceOfReading = (text: string): number => Math.max(1, Math.ceil(text.length / charactersPerPoint));

/** Runs on valid documents, where fragments have no cycles. Each fragment is weighed once, however often it is spread. */
class Scale {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly weighed = new Map<string, Weight>();
  private readonly defaults = new Map<string, unknown>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  weigh(operation: OperationDefinitionNode): Weight {
    for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
      if (defaultValue?.kind === Kind.INT) this.defaults.set(variable.name.value, Number(defaultValue.value));
    }
    return this.inside(operation.selectionSet, this.schema.getRootType(operation.operation));
  }

  private inside(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): Weight {
    let { depth, aliases, expensive, cost } = nothing;
    for (const node of set.selections) {
      const weight =
        node.kind === Kind.FIELD
          ? this.field(node, type)
          : node.kind === Kind.FRAGMENT_SPREAD
            ? this.fragment(node.name.value)
            : this.inside(node.selectionSet, node.typeCondition ? this.schema.getType(node.typeCondition.name.value) : type);
      depth = Math.max(depth, weight.depth);
      aliases += weight.aliases;
      expensive += weight.expensive;
      cost += weight.cost;
    }
    return { depth, aliases, expensive, cost };
  }

  private fragment(name: string): Weight {
    const known = this.weighed.get(name);
    if (known) return known;
    const { selectionSet, typeCondition } = this.fragments.get(name)!;
    const weight = this.inside(selectionSet, this.schema.getType(typeCondition.name.value));
    this.weighed.set(name, weight);
    return weight;
  }

  private field(node: FieldNode, type: GraphQLNamedType | null | undefined): Weight {
    const aliases = node.alias ? 1 : 0;
    if (node.name.value.startsWith('__')) return this.introspection(node, aliases);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const within = field && node.selectionSet ? this.inside(node.selectionSet, getNamedType(field.type)) : nothing;
    const isExpensive = field?.extensions['expensive'] === true;
    const own = isExpensive ? priceOfExpensive : this.ownPrice(node, type);
    return {
      depth: within.depth + 1,
      aliases: aliases + within.aliases,
      expensive: within.expensive + (isExpensive ? 1 : 0),
      cost: own + (field ? within.cost * this.rows(node, field, type) : 0),
    };
  }

  /** Its depth has a rule of graphql-js; clients ask deeper than anybody should ask for anything else. */
  private introspection({ name, selectionSet }: FieldNode, aliases: number): Weight {
    if (!selectionSet) return { ...nothing, aliases };
    const within = this.inside(selectionSet, name.value === '__schema' ? __Schema : __Type).aliases;
    return { ...nothing, aliases: aliases + within, cost: priceOfIntrospection * (1 + within) };
  }

  private ownPrice({ selectionSet }: FieldNode, type: GraphQLNamedType | null | undefined): number {
    if (type === this.schema.getMutationType()) return priceOfMutation;
    return selectionSet || type === this.schema.getQueryType() ? 1 : 0;
  }

  private rows(node: FieldNode, field: GraphQLField<unknown, unknown>, type: GraphQLNamedType | null | undefined): number {
    if (!field.args.some(({ name }) => name === 'first')) return isUnpagedList(field, type) ? defaultPageSize : 1;
    const sizes = ['first', 'last'].map((name) => this.given(node, name)).filter((size) => typeof size === 'number');
    return sizes.length > 0 ? Math.min(Math.max(...sizes, 1), largestPageSize) : defaultPageSize;
  }

  /** The value of an argument, also when the caller leaves it to the default of a variable. */
  private given(node: FieldNode, argument: string): unknown {
    const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind !== Kind.VARIABLE) return undefined;
    const name = value.name.value;
    return Object.hasOwn(this.variables, name) ? this.variables[name] : this.defaults.get(name);
  }
}

/** A list of objects that comes whole, unlike the edges of a page, whose number its connection was asked for. */
const isUnpagedList = ({ name, type }: GraphQLField<unknown, unknown>, parent: GraphQLNamedType | null | undefined): boolean =>
  isListType(getNullableType(type)) && !(name === 'edges' && parent?.name.endsWith('Connection'));
