import { graphql } from '../generated/index.js';
import type { RegisterBusinessInput } from '../generated/graphql.js';
import type { Caller } from './caller.js';
import { type Precautions, withTokens } from './people.verbs.js';

const RegisterBusiness = graphql(`
  mutation RegisterBusiness($input: RegisterBusinessInput!, $idempotencyKey: String) {
    registerBusiness(input: $input, idempotencyKey: $idempotencyKey) {
      token
      refreshToken
      user {
        id
        name
      }
    }
  }
`);

const MyBusiness = graphql(`
  query MyBusiness {
    me {
      business {
        name
        type
        firstName
        lastName
      }
    }
  }
`);

export const businessVerbs = (me: Caller) => ({
  registersBusiness: async (input: RegisterBusinessInput, precautions: Precautions = {}) =>
    withTokens((await me.asks(RegisterBusiness, { input, ...precautions })).registerBusiness!),
  myBusiness: async () => (await me.asks(MyBusiness, {})).me!.business,
});
