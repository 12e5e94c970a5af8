import { graphql } from '../generated/index.js';
import type { LoginInput, RegisterInput, Role, UpdateProfileInput } from '../generated/graphql.js';
import type { Caller } from './caller.js';

const Register = graphql(`
  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {
    register(input: $input, idempotencyKey: $idempotencyKey) {
      token
      refreshToken
      expiresAt
      user {
        id
        name
      }
    }
  }
`);

const Login = graphql(`
  mutation Login($input: LoginInput!, $idempotencyKey: String) {
    login(input: $input, idempotencyKey: $idempotencyKey) {
      token
      refreshToken
      user {
        id
      }
    }
  }
`);

const RefreshSession = graphql(`
  mutation RefreshSession($refreshToken: String!, $idempotencyKey: String) {
    refreshSession(refreshToken: $refreshToken, idempotencyKey: $idempotencyKey) {
      token
      refreshToken
      user {
        id
      }
    }
  }
`);

const Logout = graphql(`
  mutation Logout {
    logout {
      id
      endedAt
      current
    }
  }
`);

const EndSession = graphql(`
  mutation EndSession($sessionId: ID!) {
    endSession(sessionId: $sessionId) {
      id
      endedAt
    }
  }
`);

const EndAllOtherSessions = graphql(`
  mutation EndAllOtherSessions {
    endAllOtherSessions
  }
`);

const MySessions = graphql(`
  query MySessions($first: Int, $after: String) {
    mySessions(first: $first, after: $after) {
      edges {
        node {
          id
          device
          current
          expiresAt
          endedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      id
    }
  }
`);

const SetRoles = graphql(`
  mutation SetRoles($input: SetRolesInput!) {
    setRoles(input: $input) {
      id
    }
  }
`);

const SuspendUser = graphql(`
  mutation SuspendUser($input: SuspensionInput!) {
    suspendUser(input: $input) {
      id
    }
  }
`);

const RestoreUser = graphql(`
  mutation RestoreUser($input: SuspensionInput!) {
    restoreUser(input: $input) {
      id
    }
  }
`);

const WhoAmI = graphql(`
  query WhoAmI {
    me {
      email
      emailVerified
      roles
      capabilities
      user {
        id
        name
        avatarUrl
        version
      }
    }
  }
`);

const See = graphql(`
  query SeePerson($userId: ID!) {
    user(userId: $userId) {
      id
      name
      avatarUrl
      version
    }
  }
`);

const UpdateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!, $idempotencyKey: String, $expectedVersion: Int) {
    updateProfile(input: $input, idempotencyKey: $idempotencyKey, expectedVersion: $expectedVersion) {
      id
      name
      avatarUrl
      version
    }
  }
`);

const ViewerCursor = graphql(`
  query ViewerCursor {
    viewerCursor
  }
`);

const ViewerEvents = graphql(`
  subscription ViewerEvents($after: String) {
    viewerEvents(after: $after) {
      eventId
      cursor
      kind
    }
  }
`);

export interface Precautions {
  readonly idempotencyKey?: string;
  readonly expectedVersion?: number;
}

/** Only pages that keep them in cookies are given none. */
export const withTokens = <Proof extends { token: string | null; refreshToken: string | null }>(proof: Proof) => ({
  ...proof,
  token: proof.token!,
  refreshToken: proof.refreshToken!,
});

export const peopleVerbs = (me: Caller) => ({
  registers: async (input: RegisterInput, precautions: Precautions = {}) => withTokens((await me.asks(Register, { input, ...precautions })).register!),
  logsIn: async (input: LoginInput, precautions: Precautions = {}) => withTokens((await me.asks(Login, { input, ...precautions })).login!),
  refreshes: async (refreshToken: string, precautions: Precautions = {}) =>
    withTokens((await me.asks(RefreshSession, { refreshToken, ...precautions })).refreshSession!),
  logsOut: async () => (await me.asks(Logout, {})).logout!,
  endsSession: async ({ id }: { readonly id: string }) => (await me.asks(EndSession, { sessionId: id })).endSession!,
  endsAllOtherSessions: async () => (await me.asks(EndAllOtherSessions, {})).endAllOtherSessions!,
  mySessions: async (first: number | null = null) => (await me.asks(MySessions, { first })).mySessions.edges.map(({ node }) => node),
  changesPassword: async (oldPassword: string, newPassword: string) =>
    (await me.asks(ChangePassword, { input: { oldPassword, newPassword } })).changePassword!,
  setsRoles: async ({ id }: { readonly id: string }, roles: readonly Role[], reason = 'a story') =>
    (await me.asks(SetRoles, { input: { userId: id, roles: [...roles], reason } })).setRoles!,
  suspends: async ({ id }: { readonly id: string }, reason = 'a story') =>
    (await me.asks(SuspendUser, { input: { userId: id, reason } })).suspendUser!,
  restores: async ({ id }: { readonly id: string }, reason = 'a story') =>
    (await me.asks(RestoreUser, { input: { userId: id, reason } })).restoreUser!,
  sees: async ({ id }: { readonly id: string }) => (await me.asks(See, { userId: id })).user,
  looksInTheMirror: async () => (await me.asks(WhoAmI, {})).me,
  updatesProfile: async (input: UpdateProfileInput, precautions: Precautions = {}) =>
    (await me.asks(UpdateProfile, { input, ...precautions })).updateProfile!,
  viewerCursor: async () => (await me.asks(ViewerCursor, {})).viewerCursor,
  followsEverything: (after: string | null = null) => me.follows(ViewerEvents, { after }),
});
