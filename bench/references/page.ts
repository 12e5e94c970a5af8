import { buildSchema, type GraphQLSchema } from 'graphql';

/** A page of ten things in memory, for graphql-js alone. */
export const pageSchema = (): GraphQLSchema =>
  buildSchema(/* GraphQL */ `
    type Query { items(first: Int): Connection! }
    type Connection { edges: [Edge!]! pageInfo: PageInfo! }
    type Edge { node: Item! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    type Item { id: ID! title: String! description: String! category: String! condition: String! status: String! imageUrls: [String!]! createdAt: String! owner: Person! }
    type Person { id: ID! name: String! avatarUrl: String }
  `);

export const pageDocument =
  '{ items(first: 10) { edges { node { id title description category condition status imageUrls createdAt owner { id name avatarUrl } } } pageInfo { hasNextPage endCursor } } }';

const node = {
  id: '6742f0c1a2b3c4d5e6f70819',
  title: 'Thing 1 that somebody may want',
  description: 'Used with care, complete, and to be picked up at the weekend or sent by post for what it costs. Ask for more pictures.',
  category: 'HOME',
  condition: 'GOOD',
  status: 'AVAILABLE',
  imageUrls: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  owner: { id: '6742f0c1a2b3c4d5e6f70820', name: 'Person 1', avatarUrl: null },
};

export const pageOfTen = { items: { edges: Array.from({ length: 10 }, () => ({ node })), pageInfo: { hasNextPage: true, endCursor: 'W10' } } };
