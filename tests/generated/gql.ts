/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n": typeof types.TwoChangesDocument,
    "\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n": typeof types.LoginAndChangeDocument,
    "\n  query Mirror {\n    me {\n      email\n    }\n  }\n": typeof types.MirrorDocument,
    "\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n": typeof types.CursorAndMeDocument,
    "\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n": typeof types.OnlyKindsDocument,
    "\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n": typeof types.RegisterAsDocument,
    "\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      user {\n        id\n      }\n    }\n  }\n": typeof types.LoginDocument,
    "\n  query WhoAmI {\n    me {\n      email\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n": typeof types.WhoAmIDocument,
    "\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": typeof types.SeePersonDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": typeof types.UpdateProfileDocument,
    "\n  query ViewerCursor {\n    viewerCursor\n  }\n": typeof types.ViewerCursorDocument,
    "\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n": typeof types.ViewerEventsDocument,
};
const documents: Documents = {
    "\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n": types.TwoChangesDocument,
    "\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n": types.LoginAndChangeDocument,
    "\n  query Mirror {\n    me {\n      email\n    }\n  }\n": types.MirrorDocument,
    "\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n": types.CursorAndMeDocument,
    "\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n": types.OnlyKindsDocument,
    "\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n": types.RegisterAsDocument,
    "\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      user {\n        id\n      }\n    }\n  }\n": types.LoginDocument,
    "\n  query WhoAmI {\n    me {\n      email\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n": types.WhoAmIDocument,
    "\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": types.SeePersonDocument,
    "\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n": types.UpdateProfileDocument,
    "\n  query ViewerCursor {\n    viewerCursor\n  }\n": types.ViewerCursorDocument,
    "\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n": types.ViewerEventsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n"): (typeof documents)["\n  mutation TwoChanges($one: UpdateProfileInput!, $other: UpdateProfileInput!, $key: String) {\n    one: updateProfile(input: $one, idempotencyKey: $key) {\n      name\n      version\n    }\n    other: updateProfile(input: $other, idempotencyKey: $key) {\n      name\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation LoginAndChange($login: LoginInput!, $profile: UpdateProfileInput!, $key: String) {\n    login(input: $login, idempotencyKey: $key) {\n      user {\n        id\n      }\n    }\n    updateProfile(input: $profile, idempotencyKey: $key) {\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Mirror {\n    me {\n      email\n    }\n  }\n"): (typeof documents)["\n  query Mirror {\n    me {\n      email\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n"): (typeof documents)["\n  query CursorAndMe {\n    viewerCursor\n    me {\n      user {\n        version\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n"): (typeof documents)["\n  subscription OnlyKinds($after: String) {\n    viewerEvents(after: $after) {\n      kind\n      cursor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {\n    register(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      expiresAt\n      user {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      user {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Login($input: LoginInput!, $idempotencyKey: String) {\n    login(input: $input, idempotencyKey: $idempotencyKey) {\n      token\n      user {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAmI {\n    me {\n      email\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n"): (typeof documents)["\n  query WhoAmI {\n    me {\n      email\n      roles\n      capabilities\n      user {\n        id\n        name\n        avatarUrl\n        version\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"): (typeof documents)["\n  query SeePerson($userId: ID!) {\n    user(userId: $userId) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {\n    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {\n      id\n      name\n      avatarUrl\n      version\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewerCursor {\n    viewerCursor\n  }\n"): (typeof documents)["\n  query ViewerCursor {\n    viewerCursor\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n"): (typeof documents)["\n  subscription ViewerEvents($after: String) {\n    viewerEvents(after: $after) {\n      eventId\n      cursor\n      kind\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;