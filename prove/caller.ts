import { setTimeout as pause } from 'node:timers/promises';

import { type ErrorCode, meaningOf } from '../src/platform/errors/index.js';
import type { Answer } from './deeds/index.js';

export type Reply = { readonly answer: Answer } | { readonly code: string } | 'unknown';

interface Call {
  readonly document: string;
  readonly variables: object;
  readonly token: string | null;
}

/** For one attempt, and for beginning another one. */
const patience = 60_000;

/** One time that a call was sent, and what came of it: a code, or what broke. */
export interface Attempt {
  readonly url: string;
  readonly milliseconds: number;
  readonly got: string;
}

type Heard = Pick<Attempt, 'got'> & { readonly reply: Reply };

/** Whatever may have happened all the same is not known: a connection that broke, a server that cannot say. */
async function ask(url: string, { document, variables, token }: Call): Promise<Heard> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(patience),
    });
    const { data, errors } = (await response.json()) as { data?: { answer: Answer | number | boolean | null }; errors?: { extensions: { code: ErrorCode } }[] };
    const answer = data?.answer ?? null;
    if (answer !== null) return { got: 'an answer', reply: { answer: typeof answer === 'object' ? answer : { value: answer } } };
    const code = errors?.[0]?.extensions.code ?? 'INTERNAL';
    return { got: code, reply: meaningOf(code).retryable ? 'unknown' : { code } };
  } catch (error) {
    return { got: brokenBy(error), reply: 'unknown' };
  }
}

function brokenBy(error: unknown): string {
  const { code, message } = ((error as Error).cause ?? error) as Error & { code?: string };
  return code ?? message;
}

export interface Known {
  readonly reply: Reply;
  readonly attempts: readonly Attempt[];
}

/** The same call with the same key, here and there, until somebody knows what became of it. */
export async function askUntilKnown(urlAt: (attempt: number) => string, call: Call): Promise<Known> {
  const giveUpAt = Date.now() + patience;
  const attempts: Attempt[] = [];
  for (;;) {
    const url = urlAt(attempts.length);
    const askedAt = Date.now();
    const { reply, got } = await ask(url, call);
    attempts.push({ url, milliseconds: Date.now() - askedAt, got });
    if (reply !== 'unknown' || Date.now() > giveUpAt) return { reply, attempts };
    await pause(Math.min(10 * attempts.length, 200));
  }
}
