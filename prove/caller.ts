import { setTimeout as pause } from 'node:timers/promises';

import { type ErrorCode, meaningOf } from '../src/platform/errors/index.js';
import type { Answer } from './deeds/index.js';

export type Reply = { readonly answer: Answer } | { readonly code: string } | 'unknown';

interface Call {
  readonly document: string;
  readonly variables: object;
  readonly token: string | null;
}

const patience = 60_000;

/** One attempt. Whatever may have happened all the same is not known: a connection that broke, a server that cannot say. */
async function ask(url: string, { document, variables, token }: Call): Promise<Reply> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: { answer: Answer | number | boolean | null }; errors?: { extensions: { code: ErrorCode } }[] };
    const answer = data?.answer ?? null;
    if (answer !== null) return { answer: typeof answer === 'object' ? answer : { value: answer } };
    const code = errors?.[0]?.extensions.code ?? 'INTERNAL';
    return meaningOf(code).retryable ? 'unknown' : { code };
  } catch {
    return 'unknown';
  }
}

export interface Known {
  readonly reply: Reply;
  readonly attempts: number;
  /** How long each attempt waited for its answer. */
  readonly milliseconds: readonly number[];
}

/** The same call with the same key, here and there, until somebody knows what became of it. */
export async function askUntilKnown(urlAt: (attempt: number) => string, call: Call): Promise<Known> {
  const giveUpAt = Date.now() + patience;
  const milliseconds: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const askedAt = Date.now();
    const reply = await ask(urlAt(attempts - 1), call);
    milliseconds.push(Date.now() - askedAt);
    if (reply !== 'unknown' || Date.now() > giveUpAt) return { reply, attempts, milliseconds };
    await pause(Math.min(10 * attempts, 200));
  }
}
