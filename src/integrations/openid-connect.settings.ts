import { z } from 'zod';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Without TLS nobody knows who answers, except on this very machine. */
const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  return search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname)));
};

const provider = z.strictObject({
  /** Part of the addresses at which sign-ins begin and end. */
  name: z.string().regex(/^[a-z][a-z\d-]{0,29}$/, 'must be up to 30 lower-case letters, digits and hyphens'),
  title: z.string().min(1).max(60),
  issuer: z.string().refine(isIssuer, 'must be an https address, or http on this machine'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).nullable().default(null),
  tokenEndpointAuthMethod: z.enum(['client_secret_post', 'client_secret_basic']).default('client_secret_post'),
  scope: z
    .string()
    .refine((scope) => scope.split(' ').includes('openid'), 'must contain openid')
    .default('openid email profile'),
});

export type OpenIdProviderSettings = Readonly<z.output<typeof provider>>;

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/** `[{ "name": "entra", "title": "Microsoft", "issuer": "https://…", "clientId": "…", "clientSecret": "…" }]` */
export const openIdProviders = json.pipe(
  z
    .array(provider)
    .max(20)
    .refine((given) => new Set(given.map(({ name }) => name)).size === given.length, 'must have different names'),
);

export const isInsecure = ({ issuer }: OpenIdProviderSettings): boolean => new URL(issuer).protocol === 'http:';
