import { graphql } from '../generated/index.js';
import type { CreateItemInput, ItemFilter, ItemStatus, UpdateItemInput } from '../generated/graphql.js';
import type { Caller } from './caller.js';
import type { Precautions } from './people.verbs.js';

const CreateItem = graphql(`
  mutation CreateItem($input: CreateItemInput!, $idempotencyKey: String) {
    createItem(input: $input, idempotencyKey: $idempotencyKey) {
      id
      version
      title
      status
      lookingFor
      imageUrls
      owner {
        id
      }
    }
  }
`);

const UpdateItem = graphql(`
  mutation UpdateItem($itemId: ID!, $input: UpdateItemInput!, $expectedVersion: Int) {
    updateItem(itemId: $itemId, input: $input, expectedVersion: $expectedVersion) {
      id
      version
      title
      description
    }
  }
`);

const DeleteItem = graphql(`
  mutation DeleteItem($itemId: ID!) {
    deleteItem(itemId: $itemId) {
      id
      status
    }
  }
`);

const RelistItem = graphql(`
  mutation RelistItem($itemId: ID!) {
    relistItem(itemId: $itemId) {
      id
      status
    }
  }
`);

const SeeItem = graphql(`
  query SeeItem($itemId: ID!) {
    item(itemId: $itemId) {
      id
      version
      title
      description
      status
      imageUrls
      owner {
        id
        name
      }
      ownershipHistory(first: 100) {
        edges {
          node {
            seq
            tradeId
            owner {
              id
            }
          }
        }
      }
    }
  }
`);

const Browse = graphql(`
  query Browse($filter: ItemFilter, $first: Int, $after: String, $last: Int, $before: String) {
    items(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      edges {
        cursor
        node {
          id
          title
          category
          condition
          status
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

const MyItems = graphql(`
  query MyItems($status: ItemStatus) {
    myItems(status: $status, first: 100) {
      edges {
        node {
          id
          status
        }
      }
    }
  }
`);

interface Paging {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

export const itemVerbs = (me: Caller) => ({
  lists: async (input: Partial<CreateItemInput> = {}, precautions: Precautions = {}) =>
    (await me.asks(CreateItem, { input: { title: 'A lamp', category: 'HOME', condition: 'GOOD', ...input }, ...precautions })).createItem!,
  updatesItem: async ({ id }: { readonly id: string }, input: UpdateItemInput, { expectedVersion }: Precautions = {}) =>
    (await me.asks(UpdateItem, { itemId: id, input, ...(expectedVersion !== undefined && { expectedVersion }) })).updateItem!,
  takesDown: async ({ id }: { readonly id: string }) => (await me.asks(DeleteItem, { itemId: id })).deleteItem!,
  relists: async ({ id }: { readonly id: string }) => (await me.asks(RelistItem, { itemId: id })).relistItem!,
  looksAt: async ({ id }: { readonly id: string }) => {
    const { item } = await me.asks(SeeItem, { itemId: id });
    return { ...item, owners: item.ownershipHistory.edges.map(({ node }) => node.owner.id), history: item.ownershipHistory.edges.map(({ node }) => node) };
  },
  browses: async (filter: ItemFilter | null = null, paging: Paging = {}) => (await me.asks(Browse, { filter, ...paging })).items,
  ownItems: async (status?: ItemStatus) => (await me.asks(MyItems, { ...(status && { status }) })).myItems.edges.map(({ node }) => node),
});
