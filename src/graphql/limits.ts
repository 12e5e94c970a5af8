import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getOperationAST,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

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
  readonly cost: number;
}

const nothing: Weight = { depth: 0, aliases: 0, cost: 0 };

/**
 * Refuses what would be too much work, before any of it is done. Each object costs one, and what stands inside a list is
 * multiplied by the size of the page asked for; so twenty aliases cost twenty.
 */
export function assertWithin(
  limits: Limits,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
  variables: Variables = {},
): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) return;
  const weight = new Scale(schema, document, variables).weigh(operation);
  for (const limit of ['depth', 'aliases', 'cost'] as const) {
    if (weight[limit] > limits[limit]) throw refusal('QUERY_TOO_COMPLEX', { limit, allowed: limits[limit] });
  }
}

/** Runs on valid documents, where fragments have no cycles. Each fragment is weighed once, however often it is spread. */
class Scale {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly weighed = new Map<string, Weight>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  weigh(operation: OperationDefinitionNode): Weight {
    return this.inside(operation.selectionSet, this.schema.getRootType(operation.operation));
  }

  private inside(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): Weight {
    let { depth, aliases, cost } = nothing;
    for (const node of set.selections) {
      const weight =
        node.kind === Kind.FIELD
          ? this.field(node, type)
          : node.kind === Kind.FRAGMENT_SPREAD
            ? this.fragment(node.name.value)
            : this.inside(node.selectionSet, node.typeCondition ? this.schema.getType(node.typeCondition.name.value) : type);
      depth = Math.max(depth, weight.depth);
      aliases += weight.aliases;
      cost += weight.cost;
    }
    return { depth, aliases, cost };
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
    // Introspection is the schema, which is as large as it is.
    if (node.name.value.startsWith('__')) return { depth: 0, aliases, cost: 0 };
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const isRoot = type === this.schema.getQueryType() || type === this.schema.getMutationType();
    if (!field || !node.selectionSet) return { depth: 1, aliases, cost: isRoot ? 1 : 0 };
    const within = this.inside(node.selectionSet, getNamedType(field.type));
    return { depth: within.depth + 1, aliases: aliases + within.aliases, cost: 1 + within.cost * this.rows(node, field) };
  }

  private rows(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    if (!field.args.some(({ name }) => name === 'first')) return 1;
    const asked = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
    const size =
      asked?.kind === Kind.VARIABLE ? this.variables[asked.name.value] : asked?.kind === Kind.INT ? Number(asked.value) : undefined;
    return typeof size === 'number' ? Math.min(Math.max(size, 1), largestPageSize) : defaultPageSize;
  }
}
