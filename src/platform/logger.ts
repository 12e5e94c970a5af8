import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Whatever the caller logs, these never reach the log. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'idempotencyKey', 'email'];

export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    ...(destination ? ([destination] as const) : []),
  );
