import { createHash, randomBytes } from 'node:crypto';

import { graphql } from '../generated/index.js';
import type { SignInInput } from '../generated/graphql.js';
import { theApp } from './app.js';
import { Browser } from './browser.js';
import type { Caller } from './caller.js';
import { type Precautions, withTokens } from './people.verbs.js';

type SignInCode = Pick<SignInInput, 'code' | 'codeVerifier'>;

const SignInProviders = graphql(`
  query SignInProviders {
    signInProviders {
      name
      title
      startPath
    }
  }
`);

const SignInWithCode = graphql(`
  mutation SignInWithCode($input: SignInInput!, $idempotencyKey: String) {
    signInWithCode(input: $input, idempotencyKey: $idempotencyKey) {
      token
      refreshToken
      user {
        id
        name
      }
    }
  }
`);

const LinkSignIn = graphql(`
  mutation LinkSignIn($input: LinkSignInInput!) {
    linkSignIn(input: $input) {
      id
      provider
      email
    }
  }
`);

const UnlinkSignIn = graphql(`
  mutation UnlinkSignIn($signInId: ID!) {
    unlinkSignIn(signInId: $signInId) {
      id
    }
  }
`);

const MySignIns = graphql(`
  query MySignIns {
    me {
      signIns {
        edges {
          node {
            id
            provider
            email
          }
        }
      }
    }
  }
`);

export const signInVerbs = (me: Caller) => ({
  signInProviders: async () => (await me.asks(SignInProviders, {})).signInProviders,
  signsInWithCode: async (input: SignInInput, precautions: Precautions = {}) =>
    withTokens((await me.asks(SignInWithCode, { input, ...precautions })).signInWithCode!),
  linksSignIn: async ({ code, codeVerifier }: SignInCode, password: string | null = null) =>
    (await me.asks(LinkSignIn, { input: { code, codeVerifier, password } })).linkSignIn!,
  unlinksSignIn: async ({ id }: { readonly id: string }) => (await me.asks(UnlinkSignIn, { signInId: id })).unlinkSignIn!,
  mySignIns: async () => (await me.asks(MySignIns, {})).me!.signIns.edges.map(({ node }) => node),
});

export const challengeOf = (codeVerifier: string): string => createHash('sha256').update(codeVerifier).digest('base64url');

/** What a page does before it sends the browser away. */
export function startOf(provider: string, changes: Readonly<Record<string, string>> = {}, at = theApp().url) {
  const codeVerifier = randomBytes(32).toString('base64url');
  const url = new URL(`/auth/${provider}/start`, at);
  url.search = new URLSearchParams({ returnTo: '/signed-in', codeChallenge: challengeOf(codeVerifier), ...changes }).toString();
  return { url, codeVerifier };
}

export const isBack = ({ pathname }: URL): boolean => pathname === '/signed-in';

/** To the provider and back, in a browser: what the page has in its hands then. */
export async function comesBackFrom(provider: string, browser = new Browser(), at?: string): Promise<SignInCode> {
  const { url, codeVerifier } = startOf(provider, {}, at);
  const back = await browser.goesTo(url, isBack);
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`came back with ${back.search}`);
  return { code, codeVerifier };
}
