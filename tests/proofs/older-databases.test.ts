import { expect, test } from 'vitest';

import { assertConsistent } from '../testkit/database.js';
import { people, race } from '../testkit/index.js';
import { failingFrom, useTroubledApp } from '../testkit/trouble.js';

useTroubledApp();

const commandNotSupported = 115;

test('a database that refuses all writes in one command takes them by collection', async () => {
  const { ana, ben, eve } = await people('ana', 'ben', 'eve');
  const refused = await failingFrom(0, { failCommands: ['bulkWrite'], errorCode: commandNotSupported }, async () => {
    const { conversation } = await ana.proposes({ wants: [await ben.lists()], gives: [await ana.lists()] });
    const { won } = await race(12, (n) => (n % 2 ? ana : ben).says(conversation, `Word ${n}`));
    expect(won.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    await expect(eve.says(conversation, 'Whoever I am')).rejects.toHaveCode('NOT_PARTICIPANT');
    expect(await ana.seesConversation(conversation)).toMatchObject({ unreadCount: 6, lastSeq: 12 });
  });
  expect(refused).toBeGreaterThan(0);
  await assertConsistent();
});
