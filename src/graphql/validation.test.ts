import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';

import { AllDifferent } from './validation.js';

class Wish {
  @AllDifferent()
  itemIds!: string[];
}

const complaintsAbout = (itemIds: string[]) => validateSync(Object.assign(new Wish(), { itemIds })).map(({ constraints }) => constraints);

test('says so when something stands in a list twice', () => {
  expect(complaintsAbout(['a', 'b'])).toEqual([]);
  expect(complaintsAbout(['a', 'b', 'a'])).toEqual([{ allDifferent: 'all itemIds must be different' }]);
});

test('looks at the longest list that fits into a body without holding everybody up', () => {
  const ids = Array.from({ length: 40_000 }, (_, index) => index.toString(36));
  const startedAt = performance.now();
  complaintsAbout(ids);
  expect(performance.now() - startedAt).toBeLessThan(200);
});
