import { stdSerializers } from 'pino';

const removed = '[redacted]';
const secretNames = /pass(word|phrase)|token|secret|authorization|cookie|credential|e-?mail|idempotencyKey|verifier|^(otp|answer)$/i;
const deepest = 8;
const largest = 500;

/** What is logged, without the values of fields that sound like secrets, however deep they lie: in what a database says of a write, for example. */
export const redacted = (entry: object): Record<string, unknown> => new Redaction().of(entry, 0) as Record<string, unknown>;

/** Errors may hold on to half of the program: what is too deep or too much is left out. */
class Redaction {
  private left = largest;

  of(value: unknown, depth: number): unknown {
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    if (depth >= deepest || this.left <= 0) return '[more]';
    if (value instanceof Error) return this.fields({ ...stdSerializers.err(value) }, depth);
    if (value instanceof Map) return this.fields(Object.fromEntries(value as Map<string, unknown>), depth);
    if (Array.isArray(value)) return value.slice(0, this.left).map((entry) => this.of(entry, depth + 1));
    return typeof (value as { toJSON?: unknown }).toJSON === 'function' ? value : this.fields(value, depth);
  }

  private fields(value: object, depth: number): Record<string, unknown> {
    const clean: Record<string, unknown> = {};
    for (const [name, entry] of Object.entries(value)) {
      if (this.left-- <= 0) break;
      clean[name] = secretNames.test(name) && entry != null ? removed : this.of(entry, depth + 1);
    }
    return clean;
  }
}

/** What secrets look like in the middle of a text: in the message of an error, or in an address. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, removed], // access tokens
  [/\b[0-9a-f]{24}\.\d{1,9}\.[\w-]{43}/g, removed], // refresh tokens
  [/\b(bearer|basic) [\w.~+/=-]{6,}/gi, `$1 ${removed}`],
  [/\$argon2[^\s"\\]+/g, removed],
  [/(:\/\/[^\s/:@"]{0,200}):[^\s/@"]{1,200}@/g, `$1:${removed}@`], // passwords in connection strings
  [/([?&#;](?:token|code|state|password|secret|key|id_token|access_token|refresh_token)=)[^&#\s"\\]+/gi, `$1${removed}`],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, removed], // addresses of people
];

/** A line of the log, as it is about to be written. */
export const withoutSecrets = (line: string): string => shapes.reduce((clean, [shape, instead]) => clean.replace(shape, instead), line);
