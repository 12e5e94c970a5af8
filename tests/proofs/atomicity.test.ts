import { beforeAll, describe, expect, test } from 'vitest';

import { assertConsistent, people, type Person, picture, Refused } from '../testkit/index.js';
import { restore } from '../testkit/database.js';
import { everyStep, type Failure, failingFrom, failingOnceFrom, forgetTheDead, useTroubledApp } from '../testkit/trouble.js';

/**
 * B26: whatever dies at whichever step of a trade, the state is that from before or that from after, and never one between;
 * and to ask again with the same key has one effect.
 */
describe.skipIf(process.env['MONGODB_URI'])('with a database that fails on demand (only the embedded one does)', () => {
  useTroubledApp();

  let ana: Person, ben: Person, cleo: Person;
  beforeAll(async () => {
    ({ ana, ben, cleo } = await people('ana', 'ben', 'cleo'));
  });

  const retry = { idempotencyKey: 'until it is done' };

  /** Ana offers a lamp for Ben's chair; Cleo would like the chair as well. */
  async function negotiation() {
    const [lamp, chair, rug] = [await ana.lists(), await ben.lists(), await cleo.lists()];
    const rival = await cleo.proposes({ wants: [chair], gives: [rug] });
    const trade = await ana.proposes({ wants: [chair], gives: [lamp] });
    await ben.expressesInterest(trade);
    return { lamp, chair, rival, trade };
  }

  const steps = {
    proposing: async () => {
      const [lamp, chair] = [await ana.lists(), await ben.lists()];
      return {
        act: () => ana.proposes({ wants: [chair], gives: [lamp] }, retry),
        done: async () => expect(await ben.ownTrades()).toMatchObject([{ status: 'PROPOSED' }]),
      };
    },
    confirming: async () => {
      const { lamp, chair, rival, trade } = await negotiation();
      return {
        act: () => ben.confirms(trade, retry),
        done: async () => {
          for (const item of [lamp, chair]) expect(await ana.looksAt(item)).toMatchObject({ status: 'LOCKED' });
          expect(await cleo.seesTrade(rival)).toMatchObject({ status: 'REJECTED', rejectionReason: 'COMPETING' });
        },
      };
    },
    completing: async () => {
      const { lamp, chair, trade } = await negotiation();
      await ben.confirms(trade);
      return {
        act: () => ana.completes(trade, retry),
        done: async () => {
          expect(await ana.looksAt(lamp)).toMatchObject({ status: 'TRADED', owners: [ana.id, ben.id] });
          expect(await ana.looksAt(chair)).toMatchObject({ status: 'TRADED', owners: [ben.id, ana.id] });
        },
      };
    },
  };

  const troubles: Record<string, { failing: typeof failingFrom; failure: Failure }> = {
    'the process dies': { failing: failingFrom, failure: { failCommands: [...everyStep, 'abortTransaction'], errorCode: 11601 } },
    'the connection breaks': { failing: failingOnceFrom, failure: { failCommands: everyStep, closeConnection: true } },
    'another transaction was faster': {
      failing: failingOnceFrom,
      failure: { failCommands: everyStep, errorCode: 112, errorLabels: ['TransientTransactionError'] },
    },
    'nobody hears of the commit': {
      failing: failingFrom,
      failure: { failCommands: ['commitTransaction'], writeConcernError: { code: 64, codeName: 'WriteConcernFailed' } },
    },
  };

  for (const [doing, begin] of Object.entries(steps))
    for (const [trouble, { failing, failure }] of Object.entries(troubles))
      test(`when ${trouble} at any step of ${doing}, all of it has happened or nothing`, { timeout: 120_000 }, async () => {
        await restore();
        const { act, done } = await begin();
        const before = await picture();
        for (let step = 0, hasFailed = true; hasFailed; step++) {
          await restore(before);
          hasFailed = (await failing(step, failure, () => act().catch(assertRefused))) > 0;
          if (failing === failingFrom) await forgetTheDead();
          const meanwhile = await picture();

          await act();
          await done();
          await assertConsistent();
          const after = await picture();
          expect([before, after], `at step ${step}`).toContainEqual(meanwhile);
          await act();
          expect(await picture()).toEqual(after);
          if (!hasFailed) expect(step).toBeGreaterThan(0);
        }
      });
});

/** The client learns that something went wrong, and no more. */
function assertRefused(error: unknown): void {
  expect(error).toBeInstanceOf(Refused);
  expect(['INTERNAL', 'TRY_AGAIN_LATER']).toContain((error as Refused).code);
}

