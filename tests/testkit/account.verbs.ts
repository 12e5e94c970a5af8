import { graphql } from '../generated/index.js';
import type { Caller } from './caller.js';

const RequestPasswordReset = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input)
  }
`);

const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!, $idempotencyKey: String) {
    resetPassword(input: $input, idempotencyKey: $idempotencyKey)
  }
`);

const VerifyEmail = graphql(`
  mutation VerifyEmail($input: VerifyEmailInput!) {
    verifyEmail(input: $input) {
      id
    }
  }
`);

const ResendVerification = graphql(`
  mutation ResendVerification {
    resendVerification
  }
`);

const ChangeEmail = graphql(`
  mutation ChangeEmail($input: ChangeEmailInput!) {
    changeEmail(input: $input)
  }
`);

const ReadDevInbox = graphql(`
  query ReadDevInbox($to: String) {
    devInbox(to: $to, first: 10) {
      edges {
        node {
          id
          to
          subject
          text
          html
        }
      }
    }
  }
`);

export const accountVerbs = (me: Caller) => ({
  forgetsPassword: async (email: string) => (await me.asks(RequestPasswordReset, { input: { email } })).requestPasswordReset!,
  resetsPassword: async (token: string, newPassword: string, idempotencyKey: string | null = null) =>
    (await me.asks(ResetPassword, { input: { token, newPassword }, idempotencyKey })).resetPassword!,
  verifiesEmail: async (token: string) => (await me.asks(VerifyEmail, { input: { token } })).verifyEmail!,
  asksForVerificationAgain: async () => (await me.asks(ResendVerification, {})).resendVerification!,
  changesEmail: async (newEmail: string, password: string) => (await me.asks(ChangeEmail, { input: { newEmail, password } })).changeEmail!,
  readsDevInbox: async (to: string | null = null) => (await me.asks(ReadDevInbox, { to })).devInbox.edges.map(({ node }) => node),
});
