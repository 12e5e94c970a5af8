import { Field, ObjectType } from 'type-graphql';

import type { Edge, Page } from '../platform/pagination.js';

@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there is more before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first row; `null` when the page is empty.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last row; `null` when the page is empty.' })
  endCursor!: string | null;
}

/**
 * The type of a list: `export const ItemConnection = connectionOf(Item, 'Item')`, used as `@Query(() => ItemConnection)`.
 * Resolvers answer a `Page<Item>` from `pageOf`.
 */
export function connectionOf<Node extends object>(node: abstract new () => Node, name: string): new () => Page<Node> {
  @ObjectType(`${name}Edge`, { description: `One row of a list of ${name}.` })
  class NodeEdge implements Edge<Node> {
    @Field(() => String, { description: 'Where this row lies in the list.' })
    cursor!: string;

    @Field(() => node, { description: 'The row itself.' })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name}.` })
  class NodeConnection implements Page<Node> {
    @Field(() => [NodeEdge], { description: 'The rows with their cursors.' })
    edges!: NodeEdge[];

    @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
    pageInfo!: PageInfo;
  }
  return NodeConnection;
}
