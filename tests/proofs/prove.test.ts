import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { faults, faultNamed } from '../../prove/faults/index.js';
import { withFault } from '../../prove/faults/fault.js';
import { generate, without } from '../../prove/history.js';
import { search } from '../../prove/search.js';
import { openTheatre } from '../../prove/stage.js';

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

describe('a planted fault', () => {
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
  const few = { ...conditions, seed: 5, atOnce: 8 };

  test('hold, and find two planted faults', { timeout: 600_000 }, async () => {
    const theatre = await openTheatre();
    try {
      const sound = await theatre.on(2, null, (stage) => search({ ...few, histories: 8 }, stage));
      expect(sound.failure?.complaints ?? []).toEqual([]);
      expect([...sound.acknowledged.keys()]).toEqual(expect.arrayContaining(['list', 'propose', 'confirm', 'complete', 'say', 'read']));
      for (const name of ['rivals-stay', 'complete-twice']) {
        const { failure } = await theatre.on(2, faultNamed(name), (stage) => search({ ...few, histories: 24 }, stage));
        expect(failure?.complaints.length, name).toBeGreaterThan(0);
      }
    } finally {
      await theatre.close();
    }
  });
});
