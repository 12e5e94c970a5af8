import { type DestinationStream, type Logger, pino } from 'pino';

import { redacted, withoutSecrets } from './redaction.js';

export type { Logger };

/** Lines of JSON. Whatever the caller logs, secrets never reach them. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: redacted },
      // Done already, where the fields of errors are looked at as well.
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: withoutSecrets },
    },
    ...(destination ? ([destination] as const) : []),
  );
