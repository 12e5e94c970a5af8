import type { MessageService } from '../domains/conversations/index.js';
import type { Item, ItemService } from '../domains/items/index.js';
import type { PeopleService, User } from '../domains/people/index.js';
import type { Trade, TradeService } from '../domains/trades/index.js';
import { inTransaction } from '../platform/transaction.js';
import { Role, type Viewer } from '../platform/viewer.js';
import { writeNow } from '../platform/write-last.js';
import { cast, type Character, type Name } from './cast.js';

export const seedPassword = 'let-us-trade';

export const seedEmail = (name: Name): string => `${name}@barter.example`;

export interface SeedServices {
  readonly people: PeopleService;
  readonly items: ItemService;
  readonly trades: TradeService;
  readonly messages: MessageService;
}

interface Player {
  readonly viewer: Viewer;
  readonly items: readonly Item[];
}

/**
 * A small, lively market, through the same doors that everybody uses, and in one transaction: all of it or nothing.
 * Does nothing where it was done before. Answers whether it did anything.
 */
export async function seed(services: SeedServices): Promise<boolean> {
  if (await services.people.isRegistered(seedEmail('ana'))) return false;
  await inTransaction(async () => {
    const players = {} as Record<Name, Player>;
    for (const name of Object.keys(cast) as Name[]) players[name] = await enter(services, name, cast[name]);
    await writeNow();
    await play(services, players);
  });
  return true;
}

async function enter({ people, items }: SeedServices, key: Name, { name, roles, has }: Character): Promise<Player> {
  const user = await people.enroll({ email: seedEmail(key), password: seedPassword, name }, (newcomer) => Promise.resolve(newcomer), { verified: true });
  await people.appoint(user._id, roles);
  const viewer = viewerOf(user);
  const listed: Item[] = [];
  for (const item of has) listed.push(await items.create(viewer, item));
  return { viewer, items: listed };
}

/** Three open proposals that go round in a circle, one under negotiation with a chat, one concluded. */
async function play({ trades, messages }: SeedServices, { ana, ben, cleo, dan, eve }: Record<Name, Player>): Promise<void> {
  const propose = (from: Player, gives: number, to: Player, wants: number): Promise<Trade> =>
    trades.propose(from.viewer, { requestedItemIds: [to.items[wants]!._id], offeredItemIds: [from.items[gives]!._id], offeredCredits: 0 });
  const say = async ({ conversationId }: Trade, ...lines: [Player, string][]) => {
    for (const [{ viewer }, content] of lines) await messages.send(viewer, { conversationId, content });
  };

  const chairForLamp = await propose(ana, 0, ben, 0);
  await trades.expressInterest(ben.viewer, chairForLamp._id);
  await say(chairForLamp, [ana, 'Would you part with the oak chair for my floor lamp?'], [ben, 'Maybe. How tall is the lamp?'], [ana, '1.60 m, with a new cable.']);

  await propose(ben, 1, cleo, 0);
  await propose(cleo, 1, ana, 2);

  const cameraForTable = await propose(eve, 0, dan, 0);
  await trades.expressInterest(dan.viewer, cameraForTable._id);
  await say(cameraForTable, [eve, 'The table is yours if I get the camera.'], [dan, 'Deal. Saturday at ten?'], [eve, 'See you there.']);
  await trades.confirm(dan.viewer, cameraForTable._id);
  await trades.complete(eve.viewer, cameraForTable._id);
}

/** Nobody logs in here: the seed acts in their name for a moment. */
const viewerOf = (user: User): Viewer => ({ id: user._id, roles: [Role.CUSTOMER], expiresAt: new Date(Date.now() + 60_000) });
