import { graphql } from '../generated/index.js';
import type { LoginInput, RegisterInput, UpdateProfileInput } from '../generated/graphql.js';
import type { Caller } from './caller.js';

const Register = graphql(`
  mutation RegisterAs($input: RegisterInput!, $idempotencyKey: String) {
    register(input: $input, idempotencyKey: $idempotencyKey) {
      token
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
      user {
        id
      }
    }
  }
`);

const WhoAmI = graphql(`
  query WhoAmI {
    me {
      email
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

export const peopleVerbs = (me: Caller) => ({
  registers: async (input: RegisterInput, precautions: Precautions = {}) => (await me.asks(Register, { input, ...precautions })).register!,
  logsIn: async (input: LoginInput, precautions: Precautions = {}) => (await me.asks(Login, { input, ...precautions })).login!,
  sees: async ({ id }: { readonly id: string }) => (await me.asks(See, { userId: id })).user,
  looksInTheMirror: async () => (await me.asks(WhoAmI, {})).me,
  updatesProfile: async (input: UpdateProfileInput, precautions: Precautions = {}) =>
    (await me.asks(UpdateProfile, { input, ...precautions })).updateProfile!,
  viewerCursor: async () => (await me.asks(ViewerCursor, {})).viewerCursor,
  followsEverything: (after: string | null = null) => me.follows(ViewerEvents, { after }),
});
