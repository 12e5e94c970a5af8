import { expect, test } from 'vitest';

import { guestList } from '../../src/graphql/authorization.js';
import { theSchema } from '../testkit/schema.js';

theSchema();

/** Its diff is part of every review: who may knock at which door. */
test('the guest list is the one that was agreed on', async () => {
  const lines = [...guestList()].map(
    ([operation, guests]) => `${operation.padEnd(48)} ${guests.length > 0 ? guests.join(', ') : 'whoever is logged in'}`,
  );
  await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('guest-list.txt');
});
