import * as openid from 'openid-client';

import { emailAddressOf, isEmailAddress } from '../platform/email-address.js';
import { isInsecure, type OpenIdProviderSettings } from './openid-connect.settings.js';

/** What a provider vouches for. Issuer and subject together name a person for good; nothing else does. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** Only when the provider says so in so many words. */
  readonly emailVerified: boolean;
  readonly name: string | null;
}

/** What must be known again when somebody comes back from the provider. */
export interface Errand {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

const patienceSeconds = 10;

/** One issuer, by OpenID Connect: authorization code with PKCE, state and nonce. */
export class OpenIdProvider {
  private discovered: Promise<openid.Configuration> | undefined;

  constructor(private readonly settings: OpenIdProviderSettings) {}

  get name(): string {
    return this.settings.name;
  }

  get title(): string {
    return this.settings.title;
  }

  /** Where to send the browser, and what to remember meanwhile. */
  async leave(redirectUri: string): Promise<{ readonly url: URL; readonly errand: Errand }> {
    const configuration = await this.configuration();
    const errand = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
    };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scope,
      state: errand.state,
      nonce: errand.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(errand.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, errand };
  }

  /** Who has come back. Throws when anything about it is not as it must be. */
  async identify(callbackUrl: URL, { state, nonce, codeVerifier }: Errand): Promise<Identity> {
    const configuration = await this.configuration();
    const tokens = await openid.authorizationCodeGrant(configuration, callbackUrl, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const isComplete = claims['email'] !== undefined && claims['name'] !== undefined;
    const more = isComplete || !configuration.serverMetadata().userinfo_endpoint ? {} : await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return identityOf(claims, { ...more, ...claims });
  }

  /** Asked once; a failure is not remembered. */
  private configuration(): Promise<openid.Configuration> {
    return (this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      throw error;
    }));
  }

  private discover(): Promise<openid.Configuration> {
    const { issuer, clientId } = this.settings;
    return openid.discovery(new URL(issuer), clientId, undefined, authenticationOf(this.settings), {
      timeout: patienceSeconds,
      // The standard lets a client trust the connection alone; the signature is checked as well.
      execute: [openid.enableNonRepudiationChecks, ...(isInsecure(this.settings) ? [openid.allowInsecureRequests] : [])],
    });
  }
}

function authenticationOf({ clientSecret, tokenEndpointAuthMethod }: OpenIdProviderSettings): openid.ClientAuth {
  if (clientSecret === null) return openid.None();
  return tokenEndpointAuthMethod === 'client_secret_basic' ? openid.ClientSecretBasic(clientSecret) : openid.ClientSecretPost(clientSecret);
}

type Claims = Readonly<Record<string, unknown>>;

const longestAddress = 254;

/** `preferred_username` and the like may look like an address, and prove nothing. */
function identityOf({ iss, sub }: { readonly iss: string; readonly sub: string }, claims: Claims): Identity {
  const given = textOf(claims['email']);
  const email = given !== null && given.length <= longestAddress && isEmailAddress(given) ? emailAddressOf(given) : null;
  return { issuer: iss, subject: sub, email, emailVerified: email !== null && claims['email_verified'] === true, name: nameOf(claims) };
}

/** What others will see, so never an address. */
function nameOf(claims: Claims): string | null {
  const parts = [claims['given_name'], claims['family_name']].map(textOf).filter(Boolean);
  return [textOf(claims['name']), parts.join(' '), textOf(claims['nickname'])].find((name) => name && !name.includes('@')) ?? null;
}

const textOf = (claim: unknown): string | null => (typeof claim === 'string' && claim.trim() !== '' ? claim.trim() : null);
