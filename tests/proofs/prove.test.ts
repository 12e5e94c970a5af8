import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { buildSchema, parse, validate } from 'graphql';
import { mongo } from 'mongoose';
import { describe, expect, test } from 'vitest';

import { askUntilKnown } from '../../prove/caller.js';
import type { Case } from '../../prove/case.js';
import { Database } from '../../prove/database.js';
import { deeds, documentOf } from '../../prove/deeds/index.js';
import { faults, faultNamed } from '../../prove/faults/index.js';
import { withFault } from '../../prove/faults/fault.js';
import { generate, without } from '../../prove/history.js';
import { callRules } from '../../prove/rules/calls.js';
import { search } from '../../prove/search.js';
import { openTheatre } from '../../prove/stage.js';
import { storyOf } from '../../prove/story.js';
import { Tally } from '../../prove/tally.js';

const conditions = { servers: 2, kills: false };

describe('generated histories', () => {
  test('are the same for the same seed', () => {
    expect(generate(42, conditions)).toEqual(generate(42, conditions));
    expect(generate(42, conditions)).not.toEqual(generate(43, conditions));
  });

  test('shrink to histories that can be lived through', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const history = generate(seed, conditions);
      for (const { id } of history.steps) {
        const { steps } = without(history, new Set([id]));
        const there = new Set(steps.map((step) => step.id));
        expect(steps.length).toBeLessThan(history.steps.length);
        expect(steps.filter(({ of, after }) => [...of, ...after].some((earlier) => !there.has(earlier)))).toEqual([]);
      }
    }
  });
});

describe('what people do in them', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const elsewhere = {
    signInWithCode: 'needs a provider',
    linkSignIn: 'needs a provider',
    unlinkSignIn: 'needs a provider',
    resendVerification: 'changes nothing that others see',
    retryFailedReactions: 'is about mail, and here nobody receives any',
  };

  test.each(Object.entries(deeds))('%s is a mutation of the schema', (_, deed) => {
    expect(validate(schema, parse(documentOf(deed)))).toEqual([]);
  });

  test('is every mutation there is', () => {
    const used = new Set<string>([...Object.values(deeds).map(({ field }) => field), ...Object.keys(elsewhere)]);
    expect([...used].sort()).toEqual(Object.keys(schema.getMutationType()!.getFields()).sort());
  });
});

describe('a run', () => {
  const history = generate(42, conditions);
  const twenty = <T>(each: T): T[] => Array<T>(20).fill(each);

  test('in which everything was refused proves nothing', () => {
    const tally = new Tally();
    for (const outcomes of twenty(new Map(history.steps.map(({ id }) => [id, { kind: 'refused', code: 'UNAUTHENTICATED' }] as const)))) tally.add({ history, outcomes });
    expect(tally.neverHappened(20)).toEqual(expect.arrayContaining(['list', 'propose', 'confirm']));
  });

  test('in which everything was acknowledged proves something of all that was sent; a long one has to send everything', () => {
    const tally = new Tally();
    const done = { kind: 'done', answer: {}, copies: [], expectedVersion: undefined, late: false } as const;
    for (const outcomes of twenty(new Map(history.steps.map(({ id }) => [id, done])))) tally.add({ history, outcomes });
    expect(tally.neverHappened(20)).toEqual([]);
    expect(tally.neverHappened(1_000)).toContain('registerBusiness');
  });
});

describe('a call that gets no answer', () => {
  const history = generate(42, conditions);
  const { id } = history.steps[0]!;

  test('is sent again elsewhere, and each attempt is told of', async () => {
    const replies = [(response: ServerResponse) => response.destroy(), saying({ errors: [{ extensions: { code: 'TRY_AGAIN_LATER' } }] }), saying({ data: { answer: 7 } })];
    const server = createServer((_, response) => replies.shift()!(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asked: number[] = [];
    const known = await askUntilKnown((attempt) => (asked.push(attempt), url), { document: '{ answer }', variables: {}, token: null });
    server.close();
    expect(asked).toEqual([0, 1, 2]);
    expect(known).toMatchObject({ reply: { answer: { value: 7 } }, attempts: [{ url, got: 'UND_ERR_SOCKET' }, { got: 'TRY_AGAIN_LATER' }, { got: 'an answer' }] });
  });

  test('fails the run, with all that is known of it, also when it has an effect in the end', () => {
    const attempts = [[{ url: 'http://127.0.0.1:4001', milliseconds: 59_000, got: 'TRY_AGAIN_LATER' }, { url: 'http://127.0.0.1:4002', milliseconds: 2_000, got: 'ECONNREFUSED' }]];
    const trial = { attempts, atFirst: { kind: 'unanswered' } } as const;
    const outcome = { kind: 'done', answer: {}, copies: [], expectedVersion: undefined, late: true } as const;
    const trouble = 'TRY_AGAIN_LATER after 59000 ms from 4001, then ECONNREFUSED after 2000 ms from 4002';
    expect(callRules['every call is answered']({ deeds: [{ step: history.steps[0]!, outcome, trial }] } as unknown as Case)).toEqual([`step ${id} was not answered before all was quiet, and then done: ${trouble}`]);
    expect(storyOf({ history, outcomes: new Map([[id, outcome]]), trials: new Map([[id, trial]]) })).toContain(`→ never answered; when all was quiet, done\n       after ${trouble}`);
  });
});

const saying = (body: object) => (response: ServerResponse) => response.end(JSON.stringify(body));

describe('the database of a run', () => {
  test('can be killed by two at the same moment', { timeout: 60_000 }, async () => {
    const database = await Database.start();
    try {
      await Promise.all([database.killAndRestart(), database.killAndRestart()]);
      await using client = await mongo.MongoClient.connect(database.uri('here'));
      expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    } finally {
      await database.stop();
    }
  });
});

describe('a planted fault', () => {
  const documented = readFileSync('docs/proof.md', 'utf8');

  test.each(faults)('$name is in the table of docs/proof.md', ({ name, meaning, within }) => {
    expect(documented).toContain(`| \`${name}\` | ${meaning} | ${within} |`);
  });

  test.each(faults)('$name is where its text is', (fault) => {
    for (const { file } of fault.edits) {
      const source = readFileSync(file, 'utf8');
      expect(withFault(source, fault, file)).not.toBe(source);
    }
  });

  test('whose text is gone fails loudly', () => {
    const fault = faults[0]!;
    expect(() => withFault('', fault, fault.edits[0]!.file)).toThrow('found it 0 times');
  });
});

/** Thousands of them: `npm run prove`. These few show that it can hold, and that it can fail. */
describe.skipIf(process.env['MONGODB_URI'])('a few histories', () => {
  const few = { ...conditions, seed: 5, atOnce: 12, perRound: 12 };

  test('hold, and find two planted faults', { timeout: 600_000 }, async () => {
    const theatre = await openTheatre();
    try {
      const sound = await theatre.on(2, null, (stage) => search({ ...few, histories: 12 }, stage));
      expect(sound.failure?.complaints ?? []).toEqual([]);
      for (const what of ['list', 'propose', 'confirm', 'complete', 'say', 'read'] as const) expect(sound.tally.acknowledgedOf(what), what).toBeGreaterThan(0);
      for (const name of ['rivals-stay', 'complete-twice']) {
        const { failure } = await theatre.on(2, faultNamed(name), (stage) => search({ ...few, histories: 24 }, stage));
        expect(failure?.complaints.length, name).toBeGreaterThan(0);
      }
    } finally {
      await theatre.close();
    }
  });
});
