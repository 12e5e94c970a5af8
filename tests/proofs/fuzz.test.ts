import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { GraphQLError } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';

import { Documents } from '../../src/graphql/documents.js';
import { toClientError } from '../../src/graphql/errors.js';
import { costWithin } from '../../src/graphql/limits.js';
import { DomainError, errorCodes } from '../../src/platform/errors/index.js';
import { createLogger } from '../../src/platform/logger.js';
import { readEnvironment } from '../../src/environment.js';
import { anonymous, people, theApp, useApp } from '../testkit/index.js';
import { theSchema } from '../testkit/schema.js';
import { wildRequest } from '../testkit/wild-documents.js';

useApp();

const runs = Number(process.env['PROOF_RUNS'] ?? 3);
const throughTheDoor = 100 * runs;
const examined = 1_000 * runs;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heap = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};
const megabyte = 2 ** 20;

/** The codes of what was refused, none of them one that a client could not know, and nothing unexpected among them. */
function known(codes: readonly unknown[], seed: number): void {
  for (const code of codes) expect(errorCodes.filter((one) => one !== 'INTERNAL'), `seed ${seed}`).toContain(code);
}

const log = createLogger('silent');

describe('thousands of documents that nobody would write', () => {
  test('are examined and weighed, or refused by the catalogue, and leave nothing behind', { timeout: 300_000 }, () => {
    const { limits } = readEnvironment({});
    const schema = theSchema();
    const documents = new Documents(schema, limits, true);
    const outcomes = new Set<unknown>();
    let settled = 0;
    for (let seed = 1; seed <= examined; seed++) {
      if (seed === Math.floor(examined / 2)) settled = heap();
      const { query, variables } = wildRequest(schema, seed);
      const { document, errors } = documents.read(query);
      const codes = errors.map((error) => toClientError(error, log).extensions?.['code']);
      if (errors.length === 0) codes.push(weigh(() => costWithin(limits, schema, document, null, (variables ?? {}) as Record<string, unknown>)));
      for (const code of codes) outcomes.add(code);
      known(codes.filter((code) => code !== 'weighed'), seed);
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['DOCUMENT_INVALID', 'weighed']));
    expect(heap() - settled).toBeLessThan(50 * megabyte);
  });

  describe('through the door', () => {
    let token: string;
    beforeAll(async () => {
      ({ token } = (await people('eve')).eve as { token: string });
    });

    test('are answered as GraphQL, with nothing but codes of the catalogue, and leave nothing behind', { timeout: 600_000 }, async () => {
      const schema = theSchema();
      const outcomes = new Set<unknown>();
      let settled = 0;
      for (let seed = 1; seed <= throughTheDoor; seed++) {
        if (seed === Math.floor(throughTheDoor / 2)) settled = heap();
        // After some of them one is no longer logged in.
        if (seed % 50 === 0) token = (await people('eve')).eve.token!;
        const response = await fetch(`${theApp().url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(seed % 3 && { authorization: `Bearer ${token}` }) },
          body: JSON.stringify(wildRequest(schema, seed)),
        });
        const { data, errors = [] } = (await response.json()) as { data?: unknown; errors?: { extensions?: { code?: unknown } }[] };
        const codes = errors.map(({ extensions }) => extensions?.code);
        expect([200, 400, 401, 403], `seed ${seed}`).toContain(response.status);
        expect(data !== undefined || codes.length > 0, `seed ${seed}`).toBe(true);
        known(codes, seed);
        for (const code of codes) outcomes.add(code);
      }
      expect(outcomes.size).toBeGreaterThan(5);
      expect(heap() - settled).toBeLessThan(50 * megabyte);
    });

    test('over a socket meet the same', { timeout: 300_000 }, async () => {
      const { eve } = await people('eve');
      for (let seed = 1; seed <= throughTheDoor / 3; seed++) {
        const { query, variables } = wildRequest(theSchema(), seed);
        if (/^subscription/.test(query) || typeof variables !== 'object' || Array.isArray(variables)) continue;
        const caller = anonymous(eve.token);
        const answer = await caller.followsText(query, (variables ?? {}) as Record<string, unknown>).next().catch((error: unknown) => error);
        if (answer instanceof Error && 'errors' in answer)
          known((answer as unknown as { errors: { extensions: { code: unknown } }[] }).errors.map(({ extensions }) => extensions.code), seed);
        await caller.hangsUp();
      }
    });
  });
});

function weigh(work: () => number): unknown {
  try {
    expect(work()).toBeGreaterThanOrEqual(0);
    return 'weighed';
  } catch (error) {
    if (error instanceof DomainError || error instanceof GraphQLError) return toClientError(error, log).extensions?.['code'];
    throw error;
  }
}
