import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

import type { OpenIdProviderSettings } from '../../src/integrations/openid-connect.settings.js';

/** Somebody as the provider knows them. */
export interface Account {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly preferred_username?: string;
}

export interface RealProvider {
  readonly settings: OpenIdProviderSettings;
  /** Who sits in front of the browser from now on; `null` says no. */
  sits(account: Account | null): void;
  stop(): Promise<void>;
}

/** A certified OpenID provider in this process, in which nobody needs to type. */
export async function startProvider(name: string): Promise<RealProvider> {
  const server = createServer();
  const issuer = await listening(server);
  const client = { client_id: 'barter', client_secret: 'a secret between the two of them' };
  const accounts = new Map<string, Account>();
  let sitting: Account | null = null;

  const provider = new Provider(issuer, await configuration(client, accounts));
  // The app that it works for gets its port later.
  provider.Client.prototype.redirectUriAllowed = (uri) => new URL(uri).pathname === `/auth/${name}/callback`;
  const serve = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void serve(request, response);
    const result = sitting ? { login: { accountId: sitting.sub } } : { error: 'access_denied' };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });

  return {
    settings: {
      name,
      title: `The ${name}`,
      issuer,
      clientId: client.client_id,
      clientSecret: client.client_secret,
      tokenEndpointAuthMethod: 'client_secret_basic',
      scope: 'openid email profile',
    },
    sits: (account) => {
      sitting = account;
      if (account) accounts.set(account.sub, account);
    },
    stop: () => stopping(server),
  };
}

async function configuration(client: { client_id: string; client_secret: string }, accounts: ReadonlyMap<string, Account>): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    clients: [{ ...client, redirect_uris: ['http://localhost/auth/callback'] }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' } as never] },
    cookies: { keys: ['a key of this test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ ...accounts.get(accountId)! }) }),
    /** Whoever is there has agreed to everything. */
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

export async function listening(server: Server): Promise<string> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

export async function stopping(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
