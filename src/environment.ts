import { z } from 'zod';

import { isInsecure, openIdProviders, type OpenIdProviderSettings } from './integrations/openid-connect.settings.js';
import type { LogFile } from './platform/log-file.js';

/** Without production's secrets nobody else should get in, unless somebody says so. */
const here = '127.0.0.1';
const everywhere = '0.0.0.0';

/** Good enough to try things out; refused in production. */
const developmentSecret = 'development-only-secret-that-everybody-knows';

const on = z.enum(['on', 'off']).transform((value) => value === 'on');
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
);

/** A scheme that URLs do not know, such as capacitor: of mobile apps, has no origin by their standard, and one in browsers. */
const ownScheme = /^[a-z][a-z\d+.-]*:\/\/[^/?#]+$/;
const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { origin } = new URL(text);
  return origin === text || (origin === 'null' && ownScheme.test(text));
};
const origins = list.refine((given) => given.every(isOrigin), 'must name origins as browsers do: https://app.example.com, without a path or a slash at the end');

/** Every variable this server reads. `.env.example` explains them. */
const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().optional(),
  PORT: count(0, 65_535).default(4000),
  PUBLIC_URL: z.url().optional(),
  APP_URL: z.url().optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  MONGODB_POOL_SIZE: count(1, 1_000).default(50),
  MONGODB_WAIT_SECONDS: count(1, 3_600).default(30),
  DATA_DIRECTORY: z.string().optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  JWT_SECRET: z.string().default(developmentSecret),
  ACCESS_TOKEN_MINUTES: count(1, 24 * 60).default(15),
  REFRESH_TOKEN_DAYS: count(1, 365).default(30),
  REFRESH_GRACE_SECONDS: count(0, 3_600).default(30),
  SESSIONS_PER_PERSON: count(1, 1_000).default(50),
  OIDC_PROVIDERS: openIdProviders.default([]),
  CORS_ORIGINS: origins.default([]),
  TRUST_PROXY_HOPS: count(0, 10).default(0),
  EXPLORER: on.optional(),
  INTROSPECTION: on.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FILE: z.string().optional(),
  LOG_FILE_FREQUENCY: z.enum(['hourly', 'daily']).default('daily'),
  LOG_FILE_MAX_MB: count(1, 10_000).default(50),
  LOG_FILES_KEPT: count(1, 1_000).default(14),
  EVENT_RETENTION_HOURS: count(1, 24 * 365).default(24 * 7),
  ANSWER_RETENTION_HOURS: count(1, 24 * 30).default(24),
  EMAIL_VERIFICATION: z.enum(['required', 'off']).default('required'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().max(320).regex(/@/, 'must contain an address').optional(),
  REACTION_ATTEMPTS: count(1, 1_000).default(20),
  REACTION_PAUSE_MS: count(1, 3_600_000).default(2_000),
  REACTION_LEASE_SECONDS: count(1, 3_600).default(30),
  BODY_LIMIT_KB: count(1, 10_000).default(200),
  QUERY_MAX_DEPTH: count(1, 100).default(12),
  QUERY_MAX_ALIASES: count(1, 1_000).default(30),
  QUERY_MAX_COST: count(1, 1_000_000).default(5_000),
  QUERY_MAX_TOKENS: count(100, 100_000).default(1_000),
  RATE_LIMIT: on.default(true),
  RATE_LIMIT_SECONDS: count(1, 24 * 3600).default(60),
  RATE_LIMIT_PER_PERSON: count(1, 1_000_000_000).default(20_000),
  RATE_LIMIT_PER_ADDRESS: count(1, 1_000_000_000).default(10_000),
  LOCKOUT_ATTEMPTS: count(0, 1_000).default(10),
  LOCKOUT_MINUTES: count(1, 24 * 60).default(15),
  SOCKET_BUFFER_KB: count(16, 100_000).default(1_024),
  SOCKET_MAX_SUBSCRIPTIONS: count(1, 10_000).default(100),
  SOCKET_MAX_MESSAGES_PER_SECOND: count(1, 100_000).default(300),
  SOCKETS_PER_ADDRESS: count(1, 1_000_000).default(1_000),
  SOCKETS_PER_PERSON: count(1, 100_000).default(50),
});

type Variables = z.output<typeof variables>;

export interface Environment {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Where people find us, when that differs from where we listen. */
  readonly publicUrl: string | null;
  /** Where the pages are that mails lead to. */
  readonly appUrl: string;
  /** `null`: start the embedded database. */
  readonly mongodbUri: string | null;
  readonly mongodbPoolSize: number;
  /** How long a start waits for the database. */
  readonly mongodbWaitSeconds: number;
  /** Where the embedded database keeps its data; `null`: in memory. */
  readonly dataDirectory: string | null;
  /** `null`: what all processes count together is counted in the database. */
  readonly redisUrl: string | null;
  readonly jwtSecret: string;
  readonly tokenLifetimeSeconds: number;
  readonly sessions: { readonly lifetimeSeconds: number; readonly graceSeconds: number; readonly atMost: number };
  /** Who else may vouch for people; empty: nobody. */
  readonly oidcProviders: readonly OpenIdProviderSettings[];
  /** Other places whose pages may call us; our own pages always may. */
  readonly corsOrigins: readonly string[];
  readonly trustProxyHops: number;
  readonly explorer: boolean;
  readonly introspection: boolean;
  readonly logLevel: string;
  /** `null`: the log goes to standard output. */
  readonly logFile: LogFile | null;
  readonly eventRetentionHours: number;
  readonly answerRetentionHours: number;
  /** Whether one has to prove that one's address is one's own before one trades. */
  readonly emailVerification: boolean;
  /** `null`: no mail leaves; see `devInbox`. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  /** Whether mail is kept for a developer to read, because it does not leave. */
  readonly devInbox: boolean;
  readonly reactions: { readonly leaseMs: number; readonly pauseMs: number; readonly attempts: number };
  readonly bodyLimitKb: number;
  readonly limits: { readonly depth: number; readonly aliases: number; readonly cost: number; readonly tokens: number };
  /** Points in each window of so many seconds; `null`: nobody counts. */
  readonly rateLimits: { readonly seconds: number; readonly perPerson: number; readonly perAddress: number } | null;
  /** After how many wrong passwords no more are tried for how long; `null`: never. */
  readonly lockout: { readonly attempts: number; readonly seconds: number } | null;
  readonly socketBufferBytes: number;
  readonly socketMaxSubscriptions: number;
  readonly socketLimits: { readonly perAddress: number; readonly perPerson: number; readonly messagesPerSecond: number };
}

/** The only reader of `process.env`. Complains about everything at once. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(given);
  const complaints = parsed.success
    ? weaknesses(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (!parsed.success && given['NODE_ENV'] === 'production') complaints.push(...secretWeaknesses(given['JWT_SECRET']));
  if (!parsed.success || complaints.length > 0) throw new Error(`The environment is not fit to start with:\n- ${complaints.join('\n- ')}`);
  return toEnvironment(parsed.data);
}

export const variableNames = Object.keys(variables.shape);

const weaknesses = (given: Variables): string[] => [
  ...(given.NODE_ENV === 'production' ? [...secretWeaknesses(given.JWT_SECRET), ...signInWeaknesses(given)] : []),
  ...mailWeaknesses(given),
];

function signInWeaknesses({ OIDC_PROVIDERS, PUBLIC_URL }: Variables): string[] {
  const insecure = OIDC_PROVIDERS.filter(isInsecure).map(({ name }) => `OIDC_PROVIDERS: the issuer of ${name} must be an https address in production`);
  const lost = OIDC_PROVIDERS.length > 0 && PUBLIC_URL === undefined ? ['PUBLIC_URL: is required in production for OIDC_PROVIDERS, who send people back to it'] : [];
  return [...insecure, ...lost];
}

function mailWeaknesses({ NODE_ENV, EMAIL_VERIFICATION, SMTP_URL, MAIL_FROM }: Variables): string[] {
  if (SMTP_URL !== undefined) return MAIL_FROM === undefined ? ['MAIL_FROM: is required with SMTP_URL'] : [];
  const nobodyCouldVerify = NODE_ENV === 'production' && EMAIL_VERIFICATION === 'required';
  return nobodyCouldVerify ? ['SMTP_URL: is required in production, for people to verify their addresses; without mail say EMAIL_VERIFICATION=off'] : [];
}

function secretWeaknesses(secret: string | undefined): string[] {
  if (secret === undefined || secret === developmentSecret) return ['JWT_SECRET: is required in production'];
  const varied = new Set(secret).size >= 10;
  return secret.length >= 32 && varied
    ? []
    : ['JWT_SECRET: is weak; use at least 32 random characters, such as from `openssl rand -base64 48`'];
}

function toEnvironment(given: Variables): Environment {
  const production = given.NODE_ENV === 'production';
  return {
    production,
    host: given.HOST ?? (production ? everywhere : here),
    port: given.PORT,
    publicUrl: given.PUBLIC_URL ?? null,
    appUrl: given.APP_URL ?? given.PUBLIC_URL ?? `http://localhost:${given.PORT}`,
    mongodbUri: given.MONGODB_URI ?? null,
    mongodbPoolSize: given.MONGODB_POOL_SIZE,
    mongodbWaitSeconds: given.MONGODB_WAIT_SECONDS,
    dataDirectory: given.DATA_DIRECTORY ?? null,
    redisUrl: given.REDIS_URL ?? null,
    jwtSecret: given.JWT_SECRET,
    tokenLifetimeSeconds: given.ACCESS_TOKEN_MINUTES * 60,
    sessions: { lifetimeSeconds: given.REFRESH_TOKEN_DAYS * 24 * 3600, graceSeconds: given.REFRESH_GRACE_SECONDS, atMost: given.SESSIONS_PER_PERSON },
    oidcProviders: given.OIDC_PROVIDERS,
    corsOrigins: given.CORS_ORIGINS,
    trustProxyHops: given.TRUST_PROXY_HOPS,
    explorer: given.EXPLORER ?? !production,
    introspection: given.INTROSPECTION ?? !production,
    logLevel: given.LOG_LEVEL,
    logFile:
      given.LOG_FILE === undefined
        ? null
        : { path: given.LOG_FILE, frequency: given.LOG_FILE_FREQUENCY, maxMb: given.LOG_FILE_MAX_MB, kept: given.LOG_FILES_KEPT },
    eventRetentionHours: given.EVENT_RETENTION_HOURS,
    answerRetentionHours: given.ANSWER_RETENTION_HOURS,
    emailVerification: given.EMAIL_VERIFICATION === 'required',
    smtp: given.SMTP_URL === undefined ? null : { url: given.SMTP_URL, from: given.MAIL_FROM! },
    devInbox: !production && given.SMTP_URL === undefined,
    reactions: { leaseMs: given.REACTION_LEASE_SECONDS * 1000, pauseMs: given.REACTION_PAUSE_MS, attempts: given.REACTION_ATTEMPTS },
    bodyLimitKb: given.BODY_LIMIT_KB,
    limits: { depth: given.QUERY_MAX_DEPTH, aliases: given.QUERY_MAX_ALIASES, cost: given.QUERY_MAX_COST, tokens: given.QUERY_MAX_TOKENS },
    rateLimits: given.RATE_LIMIT
      ? { seconds: given.RATE_LIMIT_SECONDS, perPerson: given.RATE_LIMIT_PER_PERSON, perAddress: given.RATE_LIMIT_PER_ADDRESS }
      : null,
    lockout: given.LOCKOUT_ATTEMPTS > 0 ? { attempts: given.LOCKOUT_ATTEMPTS, seconds: given.LOCKOUT_MINUTES * 60 } : null,
    socketBufferBytes: given.SOCKET_BUFFER_KB * 1024,
    socketMaxSubscriptions: given.SOCKET_MAX_SUBSCRIPTIONS,
    socketLimits: {
      perAddress: given.SOCKETS_PER_ADDRESS,
      perPerson: given.SOCKETS_PER_PERSON,
      messagesPerSecond: given.SOCKET_MAX_MESSAGES_PER_SECOND,
    },
  };
}
