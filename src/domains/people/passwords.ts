import { hash, verify } from '@node-rs/argon2';

import { refusal } from '../../platform/errors/index.js';

/** The package declares its algorithms as a const enum, which cannot be imported here. */
const argon2id = 2;

/** What OWASP asks for. Raise them, and everybody is re-hashed when they next log in. */
const strength = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing leaves the main thread, but not the processor: more at once only makes everybody wait. */
const atOnce = 2;
/** About a second's work. Whoever comes then is better told to come again than kept. */
export const waitingAtMost = 100;
const retryAfter = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= waitingAtMost) throw refusal('RATE_LIMITED', { retryAfter });
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => oneOfFew(() => hash(password, strength));

/** Verifies also when there is nothing to verify, so that an unknown address takes as long as a wrong password. */
export async function passwordFits(password: string, passwordHash: string | null): Promise<boolean> {
  const fits = await oneOfFew(async () => verify(passwordHash ?? (await nobodysHash()), password));
  return fits && passwordHash !== null;
}

export function isTooWeak(passwordHash: string): boolean {
  const [, algorithm, , parameters] = passwordHash.split('$');
  const { m = 0, t = 0 } = Object.fromEntries((parameters ?? '').split(',').map((pair) => [pair[0], Number(pair.slice(2))]));
  return algorithm !== 'argon2id' || m < strength.memoryCost || t < strength.timeCost;
}

let nobodys: Promise<string> | undefined;

const nobodysHash = (): Promise<string> => (nobodys ??= hash('nobody has this password', strength));
