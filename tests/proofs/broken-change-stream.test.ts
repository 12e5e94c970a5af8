import { afterEach, expect, test, vi } from 'vitest';

import { newId } from '../../src/platform/identity.js';
import { administrator, anonymous, password, people, theApp } from '../testkit/index.js';
import { failingFrom, useTroubledApp } from '../testkit/trouble.js';

/** `ChangeStreamFatalError`: the driver cannot resume, and whoever follows has to open another one. */
const broken = { failCommands: ['getMore'], errorCode: 280 };

useTroubledApp();
afterEach(() => vi.restoreAllMocks());

const kinds = (heard: readonly { readonly viewerEvents: { readonly kind: string } }[]) => heard.map(({ viewerEvents }) => viewerEvents.kind);

test('what happens while the change stream is broken is heard once and in order, here and elsewhere, then and afterwards', async () => {
  const { ana } = await people('ana');
  const other = await theApp().another();
  const cursor = await ana.viewerCursor();
  const elsewhere = ana.asksAt(other.url);
  const [here, there] = [ana.followsEverything(cursor), elsewhere.followsEverything(cursor)];
  await ana.updatesProfile({ name: 'before' });
  await Promise.all([here.next(), there.next()]);

  const failures = await failingFrom(0, broken, async () => {
    await ana.updatesProfile({ name: 'meanwhile' });
    await ana.lists();
    const heard = await Promise.all([here.nextOnes(2), there.nextOnes(2)]);
    expect(heard.map(kinds)).toEqual([['PROFILE_CHANGED', 'ITEM_LISTED'], ['PROFILE_CHANGED', 'ITEM_LISTED']]);
  });
  expect(failures).toBeGreaterThan(0);

  await ana.updatesProfile({ name: 'afterwards' });
  expect([await here.next(), await there.next()].map(({ viewerEvents }) => viewerEvents.kind)).toEqual(['PROFILE_CHANGED', 'PROFILE_CHANGED']);
  expect([here.unread, there.unread]).toEqual([0, 0]);
  await ana.hangsUp();
  await elsewhere.hangsUp();
});

test('a right that was lost while the change stream was broken is lost to whatever comes afterwards', async () => {
  const [admin, { ana, ben }] = [await administrator(), await people('ana', 'ben')];
  const room = { id: newId() };
  await theApp().services.conversations.open([ana.id, ben.id], room.id);
  const other = await theApp().another();
  const { token } = await anonymous().logsIn({ email: ana.email, password });
  // On a stream that tells nothing of the loss.
  const hearing = anonymous(token, () => other.url).followsMessages(room, await ana.conversationCursor(room));
  await ben.says(room, 'Before');
  await hearing.next();
  const heardMore = untilTheEnd(hearing);
  // Nobody looks by themselves meanwhile: only what the reopened stream cannot have told makes them.
  vi.spyOn(other.services.revocations as unknown as { lookSoon: () => void }, 'lookSoon').mockReturnValue();
  const stands = async () => (await admin.asksAt(other.url).examinesTheSystem()).outbox.status;
  await failingFrom(0, broken, async () => {
    // What waits already is still answered.
    await ben.lists();
    await expect.poll(stands).toBe('DOWN');
    await anonymous(token).logsOut();
  });
  await expect.poll(stands).toBe('UP');
  await ben.says(room, 'Afterwards');
  expect(await heardMore).toEqual({ heard: [], code: 4403 });
});

async function untilTheEnd(hearing: { next(): Promise<{ messageAdded: { message?: { content: string } | null } }> }): Promise<{ heard: unknown[]; code: unknown }> {
  const heard: unknown[] = [];
  for (;;) {
    try {
      heard.push((await hearing.next()).messageAdded.message?.content);
    } catch (error) {
      return { heard, code: (error as { code?: unknown }).code };
    }
  }
}
