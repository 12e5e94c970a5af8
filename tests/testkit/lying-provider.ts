import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

import type { OpenIdProviderSettings } from '../../src/integrations/openid-connect.settings.js';
import { listening, stopping } from './openid-provider.js';

/** What it says about itself and about who is there; a test changes one thing, and that is the lie. */
export interface Statement {
  claims: JWTPayload;
  /** Over the compact form of the token, after it has been signed as it should be. */
  sign: 'as it should' | 'with another key' | 'with nothing' | 'with the client secret';
  issuer: string;
}

export interface LyingProvider {
  readonly settings: OpenIdProviderSettings;
  lie: (statement: Statement) => Statement;
  stop(): Promise<void>;
}

/** An issuer that answers whatever a test wants: discovery, keys, tokens. */
export async function startLyingProvider(name: string): Promise<LyingProvider> {
  const server = createServer();
  const origin = await listening(server);
  const [good, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const keys = { keys: [{ ...(await exportJWK(good.publicKey)), alg: 'RS256', use: 'sig', kid: 'one' }] };
  const clientSecret = 'thirty-two characters of a secret';
  const nonces = new Map<string, string>();
  const provider: LyingProvider = {
    settings: { name, title: name, issuer: origin, clientId: 'barter', clientSecret, tokenEndpointAuthMethod: 'client_secret_post', scope: 'openid email profile' },
    lie: (statement) => statement,
    stop: () => stopping(server),
  };

  const idToken = async ({ claims, sign }: Statement): Promise<string> => {
    const header = { alg: 'RS256', kid: 'one' };
    if (sign === 'as it should') return new SignJWT(claims).setProtectedHeader(header).sign(good.privateKey);
    if (sign === 'with another key') return new SignJWT(claims).setProtectedHeader(header).sign(other.privateKey);
    const alg = sign === 'with nothing' ? 'none' : 'HS256';
    const signed = [{ alg, kid: 'one' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${signed}.${sign === 'with nothing' ? '' : createHmac('sha256', clientSecret).update(signed).digest('base64url')}`;
  };
  const stated = (code = ''): Statement => {
    const seconds = Math.floor(Date.now() / 1000);
    const claims = { iss: origin, aud: 'barter', sub: 'somebody', nonce: nonces.get(code), iat: seconds, exp: seconds + 60, email: 'somebody@lying.test', name: 'Somebody' };
    return provider.lie({ claims, sign: 'as it should', issuer: origin });
  };

  server.on('request', (request, response) => {
    const url = new URL(request.url!, origin);
    const answer = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration')
      return answer({
        issuer: stated().issuer,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (url.pathname === '/keys') return answer(keys);
    if (url.pathname === '/authorize') {
      const code = `code-${nonces.size}`;
      nonces.set(code, url.searchParams.get('nonce')!);
      const back = new URL(url.searchParams.get('redirect_uri')!);
      back.search = new URLSearchParams({ code, state: url.searchParams.get('state')! }).toString();
      return response.writeHead(303, { location: back.href }).end();
    }
    const received: Buffer[] = [];
    request.on('data', (part: Buffer) => received.push(part));
    request.on('end', () => {
      const code = new URLSearchParams(Buffer.concat(received).toString()).get('code')!;
      void idToken(stated(code)).then((id_token) => answer({ access_token: 'x', token_type: 'Bearer', id_token }));
    });
  });
  return provider;
}
