import { parse } from 'graphql';
import mongoose from 'mongoose';
import { expect, test } from 'vitest';

import { people } from '../testkit/index.js';
import { failingFrom, useTroubledApp } from '../testkit/trouble.js';

useTroubledApp();

interface Told {
  readonly viewerEvents: { readonly kind: string; readonly conversation: { readonly unreadCount: number } };
}

/** A read of the app that failed. */
const failed = (command: string) =>
  new Promise<void>((resolve) => {
    const driver = mongoose.connection.getClient();
    const hear = ({ commandName }: { commandName: string }) => {
      if (commandName !== command) return;
      driver.off('commandFailed', hear);
      resolve();
    };
    driver.on('commandFailed', hear);
  });

const snapshotUnavailable = 246;

test('an event comes late rather than without what it tells of, while a database that has just started has no snapshot to count in', async () => {
  const { ana, ben } = await people('ana', 'ben');
  const { conversation } = await ana.proposes({ wants: [await ben.lists()], gives: [await ana.lists()] });
  const told = ben.follows<Told, { after: string }>(
    parse('subscription Unread($after: String) { viewerEvents(after: $after) { kind conversation { unreadCount } } }') as never,
    { after: await ben.viewerCursor() },
  );
  const refused = await failingFrom(0, { failCommands: ['aggregate'], errorCode: snapshotUnavailable }, async () => {
    const failure = failed('aggregate');
    await ana.says(conversation, 'Are you there?');
    await failure;
  });
  expect(refused).toBeGreaterThan(0);
  expect((await told.next()).viewerEvents).toMatchObject({ conversation: { unreadCount: 1 } });
  await ben.hangsUp();
});
