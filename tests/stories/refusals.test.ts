import { randomUUID } from 'node:crypto';

import { parse } from 'graphql';
import mongoose from 'mongoose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { openProposalsPerItem } from '../../src/domains/trades/index.js';
import { type ErrorCode, errorCodes, refusal } from '../../src/platform/errors/index.js';
import { removeFrom } from '../testkit/chat.verbs.js';
import { administrator, anonymous, newcomers, password, people, type Person, Refused, theApp, useApp } from '../testkit/index.js';
import { type RealProvider, startProvider } from '../testkit/openid-provider.js';
import { comesBackFrom } from '../testkit/sign-in.verbs.js';

let work: RealProvider;
beforeAll(async () => {
  work = await startProvider('work');
});
useApp(() => ({ oidcProviders: [work.settings] }));
afterAll(() => work.stop());

let ana: Person, ben: Person, eve: Person;
beforeAll(async () => {
  ({ ana, ben, eve } = await people('ana', 'ben', 'eve'));
});
afterEach(() => vi.restoreAllMocks());

const negotiation = async () => {
  const [lamp, chair] = [await ana.lists(), await ben.lists()];
  const trade = await ana.proposes({ wants: [chair], gives: [lamp] });
  return { lamp, chair, trade: await ben.expressesInterest(trade) };
};
const confirmed = async () => {
  const { lamp, chair, trade } = await negotiation();
  return { lamp, chair, trade: await ben.confirms(trade) };
};
const vouchedFor = async (email?: string) => {
  work.sits({ sub: randomUUID(), ...(email !== undefined && { email }) });
  return comesBackFrom('work');
};
const document = (text: string) => parse(text, { noLocation: true }) as never;
const posted = async (body: string) => {
  const response = await fetch(`${theApp().url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  throw new Refused(((await response.json()) as { errors: Refused['errors'] }).errors);
};

/**
 * R3: how to come by each refusal, through the real door. A code without an entry does not compile, and an entry that brings
 * another code fails, so the catalogue has nothing that nobody can meet.
 */
const waysToMeet: { readonly [Code in ErrorCode]: () => Promise<unknown> } = {
  UNAUTHENTICATED: () => anonymous().lists(),
  FORBIDDEN: () => ana.suspends(ben),
  NOT_FOUND: () => ana.looksAt({ id: 'nothing' }),
  VALIDATION_FAILED: () => ana.lists({ title: '' }),
  VERSION_CONFLICT: async () => ana.updatesItem(await ana.lists(), { title: 'Late' }, { expectedVersion: 7 }),
  ILLEGAL_TRANSITION: async () => ben.expressesInterest((await confirmed()).trade),
  IDEMPOTENCY_KEY_REUSED: async () => {
    await ana.lists({ title: 'One' }, { idempotencyKey: 'twice' });
    await ana.lists({ title: 'Another' }, { idempotencyKey: 'twice' });
  },
  EMAIL_TAKEN: () => anonymous().registers({ email: ana.email, name: 'Ana', password }),
  INVALID_CREDENTIALS: () => anonymous().logsIn({ email: ana.email, password: 'not the password' }),
  TOKEN_INVALID: () => anonymous().verifiesEmail('nonsense'),
  EMAIL_NOT_VERIFIED: async () => {
    const { finn } = await newcomers('finn');
    await finn.proposes({ wants: [await ana.lists()], gives: [await finn.lists()] });
  },
  ACCOUNT_SUSPENDED: async () => {
    const { finn } = await people('finn');
    await (await administrator()).suspends(finn);
    await finn.logsIn({ email: finn.email, password });
  },
  SIGN_IN_FAILED: () => anonymous().signsInWithCode({ code: 'made up', codeVerifier: 'x'.repeat(43) }),
  SIGN_IN_TAKEN: async () => {
    const code = await vouchedFor();
    await ben.linksSignIn(code, password);
    await ana.linksSignIn(await comesBackFrom('work'), password);
  },
  EMAIL_REQUIRED: async () => anonymous().signsInWithCode(await vouchedFor()),
  LAST_SIGN_IN: async () => {
    const { token } = await anonymous().signsInWithCode(await vouchedFor(`${randomUUID()}@work.test`));
    const [only] = await anonymous(token).mySignIns();
    await anonymous(token).unlinksSignIn(only!);
  },
  LAST_ADMINISTRATOR: async () => {
    const gale = await administrator();
    await mongoose.connection.collection('users').updateMany({ _id: { $ne: gale.id as never }, roles: 'ADMIN' }, { $set: { roles: ['CUSTOMER'] } });
    await gale.suspends(gale);
  },
  NOT_OWNER: async () => eve.takesDown(await ana.lists()),
  NOT_PARTICIPANT: async () => eve.says((await negotiation()).trade.conversation, 'Me too'),
  SELF_TRADE: async () => ana.proposes({ wants: [await ana.lists()], gives: [await ana.lists()] }),
  ITEM_UNAVAILABLE: async () => eve.proposes({ wants: [(await confirmed()).chair], gives: [await eve.lists()] }),
  ITEM_LOCKED: async () => ben.takesDown((await confirmed()).chair),
  DUPLICATE_PROPOSAL: async () => {
    const { lamp, chair } = await negotiation();
    await ana.proposes({ wants: [chair], gives: [lamp] });
  },
  TOO_MANY_PROPOSALS: async () => {
    const lamp = await ana.lists();
    for (let n = 0; n <= openProposalsPerItem; n++) await ana.proposes({ wants: [await ben.lists()], gives: [lamp] });
  },
  TERMS_NOT_ACCEPTED: async () => ana.proposes({ wants: [await ben.lists({ lookingFor: 'ITEM_SWAP' })], gives: [] }),
  ALREADY_COMPLETED: async () => {
    const { trade } = await confirmed();
    await ana.completes(trade);
    await ben.completes(trade);
  },
  RESYNC_REQUIRED: async () => {
    const { trade } = await confirmed();
    const beginning = Buffer.from(`trade:${trade.id}#0`).toString('base64url');
    await mongoose.connection.collection('outbox').deleteMany({ streams: { $elemMatch: { name: `trade:${trade.id}`, seq: { $lt: 3 } } } });
    await eavesdrop(() => ana.followsTrade(trade, beginning).next());
  },
  ACCESS_REVOKED: async () => {
    const { trade } = await negotiation();
    const heard = ana.followsMessages(trade.conversation, await ana.conversationCursor(trade.conversation));
    await ben.says(trade.conversation, 'Still here?');
    await heard.next();
    await removeFrom(trade.conversation, ana);
    await ben.says(trade.conversation, 'Gone');
    await eavesdrop(() => heard.next());
  },
  QUERY_TOO_COMPLEX: () => ana.asks(document(`{ ${Array.from({ length: 31 }, (_, n) => `a${n}: me { email }`).join(' ')} }`), {}),
  DOCUMENT_INVALID: () => ana.asks(document('{ nobody }'), {}),
  BAD_REQUEST: () => posted('{"query":'),
  RATE_LIMITED: async () => {
    const strict = await theApp().another({ rateLimits: { seconds: 60, perPerson: 5, perAddress: 5 } });
    const there = ana.asksAt(strict.url);
    for (let times = 0; times < 6; times++) await there.viewerCursor();
  },
  TRY_AGAIN_LATER: () => {
    vi.spyOn(theApp().services.items, 'create').mockRejectedValue(refusal('TRY_AGAIN_LATER'));
    return ana.lists();
  },
  INTERNAL: () => {
    vi.spyOn(theApp().services.items, 'create').mockRejectedValue(new Error('the secret of the house'));
    return ana.lists();
  },
};

const eavesdrop = (listen: () => Promise<unknown>) => listen().finally(() => ana.hangsUp());

test('there is a way to meet every refusal of the catalogue', () => expect(Object.keys(waysToMeet).sort()).toEqual([...errorCodes].sort()));

test.each(Object.entries(waysToMeet))('%s can be met', async (code, meet) => {
  await expect(meet()).rejects.toHaveCode(code as ErrorCode);
});
