import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { type Heard, people, type Person, theApp, useApp } from '../testkit/index.js';
import type { Actor } from '../testkit/people.js';

/** W49: a snapshot, and the stream after it, are at any time what a fresh query answers, whatever was cut in between. */
const runs = Number(process.env['PROOF_RUNS'] ?? 15);

useApp();

let ana: Person, ben: Person;
let other: string;
beforeAll(async () => {
  ({ ana, ben } = await people('ana', 'ben'));
  other = (await theApp().another()).url;
});

/** A page in a browser, which comes back through the other server each time it was cut. */
class Page<Event> {
  private heard: Heard<Event> | undefined;
  private at: Actor;

  constructor(
    private readonly person: Person,
    private readonly follow: (at: Actor, after: string) => Heard<Event>,
    private cursor: string,
  ) {
    this.at = person;
  }

  async cut(): Promise<void> {
    await this.at.hangsUp();
    this.heard = undefined;
    this.at = this.at === this.person ? this.person.asksAt(other) : this.person;
  }

  /** The next event that it hears, now or after its last cursor. */
  async next<Told extends { readonly cursor: string }>(tell: (event: Event) => Told): Promise<Told> {
    this.heard ??= this.follow(this.at, this.cursor);
    const told = tell(await this.heard.next());
    this.cursor = told.cursor;
    return told;
  }
}

type Step = { readonly kind: 'cut' | 'listen' } | { readonly kind: 'act'; readonly what: number; readonly which: number };

const history = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('act' as const), what: fc.nat(100), which: fc.nat(100) }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'cut' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'listen' as const }) },
  ),
  { minLength: 4, maxLength: 20 },
);

/** Plays the history; `hear` takes in one event, of which `act` says how many it has caused. */
async function play(steps: readonly Step[], page: { cut(): Promise<void> }, act: (what: number, which: number) => Promise<number>, hear: () => Promise<void>) {
  let missing = 0;
  for (const step of steps) {
    if (step.kind === 'cut') await page.cut();
    else if (step.kind === 'act') missing += await act(step.what, step.which);
    else for (; missing > 0; missing--) await hear();
  }
  for (; missing > 0; missing--) await hear();
  await page.cut();
}

async function negotiation() {
  const trade = await ana.proposes({ wants: [await ben.lists()], gives: [await ana.lists()] });
  return { trade, conversation: trade.conversation };
}

const property = (tell: (steps: readonly Step[]) => Promise<void>) => fc.assert(fc.asyncProperty(history, tell), { numRuns: runs });

describe('snapshot and stream together', { timeout: 120_000 }, () => {
  test('are the messages of a conversation', () =>
    property(async (steps) => {
      const { conversation } = await negotiation();
      for (const word of ['One', 'Two']) await ben.says(conversation, word);
      const page = new Page(ana, (at, after) => at.followsMessages(conversation, after), await ana.conversationCursor(conversation));
      const fresh = async () => new Map((await ana.readsMessages(conversation)).edges.map(({ node: { id, content, deletedAt } }) => [id, { content, deletedAt }]));
      const shown = await fresh();
      const said = [...shown.keys()].map((id) => ({ id, sender: ben, gone: false }));

      const act = async (what: number, which: number) => {
        const message = said[which % said.length]!;
        if (what < 50) said.push({ id: (await [ana, ben][which % 2]!.says(conversation, `Word ${which}`)).id, sender: [ana, ben][which % 2]!, gone: false });
        else if (message.gone) return 0;
        else if (what < 75) await message.sender.corrects(message, `Better ${which}`);
        else message.gone = Boolean(await message.sender.deletes(message));
        return 1;
      };
      await play(steps, page, act, async () => {
        const { message } = await page.next(({ messageAdded }) => messageAdded);
        shown.set(message!.id, { content: message!.content, deletedAt: message!.deletedAt });
      });
      expect(shown).toEqual(await fresh());
    }));

  test('are how far everybody has read', () =>
    property(async (steps) => {
      const { conversation } = await negotiation();
      for (const word of ['One', 'Two', 'Three', 'Four', 'Five']) await ana.says(conversation, word);
      const document = 'subscription ($id: ID!, $after: String) { conversationRead(conversationId: $id, after: $after) { cursor upToSeq user { id } } }';
      type Event = { conversationRead: { cursor: string; upToSeq: number; user: { id: string } } };
      const page = new Page(ana, (at, after) => at.followsText<Event>(document, { id: conversation.id, after }), await ana.conversationCursor(conversation));
      const fresh = async () => new Map((await ana.seesConversation(conversation)).participants.map(({ user, readUpToSeq }) => [user.id, readUpToSeq]));
      const shown = await fresh();
      const reached = { [ana.id]: 0, [ben.id]: 0 };

      const act = async (what: number, which: number) => {
        const [person, upTo] = [[ana, ben][what % 2]!, 1 + (which % 5)];
        await person.hasRead(conversation, upTo);
        const further = upTo > reached[person.id]!;
        if (further) reached[person.id] = upTo;
        return further ? 1 : 0;
      };
      await play(steps, page, act, async () => {
        const { user, upToSeq } = await page.next(({ conversationRead }) => conversationRead);
        shown.set(user.id, upToSeq);
      });
      expect(shown).toEqual(await fresh());
    }));

  test('are the state of a trade', () =>
    property(async (steps) => {
      const { trade } = await negotiation();
      const page = new Page(ana, (at, after) => at.followsTrade(trade, after), await ana.tradeCursor(trade));
      let shown = (await ana.seesTrade(trade)).status;
      const moves = [ben.expressesInterest, ben.confirms, ana.completes, ben.rejects, ana.withdraws];

      const act = (what: number) => moves[what < 90 ? what % 3 : 3 + (what % 2)]!(trade).then(() => 1, () => 0);
      await play(steps, page, act, async () => {
        shown = (await page.next(({ tradeChanged }) => tradeChanged)).trade!.status;
      });
      expect(shown).toEqual((await ana.seesTrade(trade)).status);
    }));

  test('are everything that somebody has', () =>
    property(async (steps) => {
      const { edda } = await people('edda');
      const document = 'subscription ($after: String) { viewerEvents(after: $after) { cursor item { id status } } }';
      type Event = { viewerEvents: { cursor: string; item: { id: string; status: string } } };
      const page = new Page(edda, (at, after) => at.followsText<Event>(document, { after }), await edda.viewerCursor());
      const shown = new Map<string, string>();
      const things: { id: string }[] = [];

      const act = async (what: number, which: number) => {
        const thing = things[which % Math.max(things.length, 1)];
        if (what < 40 || !thing) return things.push(await edda.lists()), 1;
        const change = what < 60 ? edda.updatesItem(thing, { title: `Thing ${which}` }) : what < 80 ? edda.takesDown(thing) : edda.relists(thing);
        return change.then(() => 1, () => 0);
      };
      await play(steps, page, act, async () => {
        const { item } = await page.next(({ viewerEvents }) => viewerEvents);
        shown.set(item.id, item.status);
      });
      const fresh = (await edda.ownItems()).map(({ id, status }) => [id, status] as const);
      expect(new Map([...shown].filter(([, status]) => status !== 'ARCHIVED'))).toEqual(new Map(fresh));
    }));
});
