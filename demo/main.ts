import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { createApp } from '../src/app.js';
import { readEnvironment } from '../src/environment.js';
import { Client } from './client.js';
import {
  CompleteTrade,
  ConfirmTrade,
  ConversationCursor,
  CreateItem,
  DevInbox,
  ExpressInterest,
  MessageAdded,
  ProposeTrade,
  Register,
  SendMessage,
  TradeStatus,
  VerifyEmail,
} from './documents.js';
import type { ItemCategory } from './generated/graphql.js';

/** `npm run demo`, or `npm run demo -- http://localhost:4000` for a server that runs already. */
const given = process.argv[2];
const own = given === undefined ? await createApp({ ...readEnvironment({ ...process.env, PORT: '0', LOG_LEVEL: 'warn' }) }) : null;
const url = given ?? own!.url;

const tell = (line: string) => console.log(line);
const person = async (name: string) => {
  const input = { name, email: `${name.toLowerCase()}-${randomUUID()}@barter.example`, password: randomUUID() };
  const { register } = await new Client(url).ask(Register, { input });
  await verify(input.email);
  return new Client(url, register!.token);
};
/** Nobody trades before their address is verified. The mail is in the development inbox, a moment later. */
const verify = async (email: string) => {
  for (;;) {
    const { devInbox } = await new Client(url).ask(DevInbox, { to: email });
    const token = /token=([\w-]+)/.exec(devInbox.edges[0]?.node.text ?? '')?.[1];
    if (token !== undefined) return new Client(url).ask(VerifyEmail, { input: { token } });
    await pause(20);
  }
};
const item = async (owner: Client, title: string, category: ItemCategory) =>
  (await owner.ask(CreateItem, { input: { title, category, condition: 'GOOD' }, idempotencyKey: randomUUID() })).createItem!;
const proposal = async (requester: Client, wants: { id: string }, gives: { id: string }) =>
  (await requester.ask(ProposeTrade, { input: { requestedItemIds: [wants.id], offeredItemIds: [gives.id] } })).proposeTrade!;
const refusal = (attempt: Promise<unknown>) => attempt.then(() => 'accepted', (error: Error) => error.message);

try {
  tell(`\nA barter at ${url}\n`);
  const [ana, ben, rita] = [await person('Ana'), await person('Ben'), await person('Rita')];
  const lamp = await item(ana, 'Floor lamp', 'HOME');
  const chair = await item(ben, 'Oak chair', 'HOME');
  const guitar = await item(rita, 'Guitar', 'MUSIC');
  tell('Ana lists a floor lamp, Ben an oak chair, Rita a guitar.');

  const trade = await proposal(ana, chair, lamp);
  tell(`Ana proposes the lamp for the chair: ${trade.status}. A conversation opened with it.`);
  const rival = await proposal(rita, chair, guitar);
  tell(`Rita offers her guitar for the same chair: ${rival.status}. Nothing is locked yet.`);

  const conversationId = trade.conversation.id;
  const say = (who: Client, content: string) => who.ask(SendMessage, { input: { conversationId, content, clientMessageId: randomUUID() } });
  const { conversationCursor } = await ana.ask(ConversationCursor, { conversationId });
  let live = ana.listen(MessageAdded, { conversationId, after: conversationCursor });
  let cursor = conversationCursor;
  const hear = async () => {
    const { messageAdded } = (await live.next()).value!;
    cursor = messageAdded.cursor;
    tell(`  Ana hears #${messageAdded.message!.seq} ${messageAdded.message!.sender.name}: ${messageAdded.message!.content}`);
  };

  await ben.ask(ExpressInterest, { tradeId: trade.id });
  tell('Ben is interested, and they talk, live:');
  await say(ben, 'How tall is the lamp?');
  await hear();
  await say(ana, '1.60 m.');
  await hear();

  await ana.cut();
  tell('Ana’s train enters a tunnel. Ben goes on talking:');
  await say(ben, 'Then it fits.');
  await say(ben, 'I confirm.');
  await ben.ask(ConfirmTrade, { tradeId: trade.id });
  live = ana.listen(MessageAdded, { conversationId, after: cursor });
  tell('Ana is back, asks for what came after her last cursor, and has missed nothing:');
  await hear();
  await hear();

  const { trade: lost } = await rita.ask(TradeStatus, { tradeId: rival.id });
  tell(`Ben’s confirmation locked lamp and chair, and turned Rita away: ${lost.status} (${lost.rejectionReason}).`);
  tell(`Rita tries again: ${await refusal(proposal(rita, chair, guitar))}`);

  const { completeTrade } = await ana.ask(CompleteTrade, { tradeId: trade.id });
  const things = [...completeTrade!.requester.items, ...completeTrade!.owner.items];
  tell(`They meet and hand over: ${completeTrade!.status}. ${things.map(({ title, owner }) => `${title} → ${owner.name}`).join(', ')}.`);
  tell(`Ben completes it once more: ${await refusal(ben.ask(CompleteTrade, { tradeId: trade.id }))}\n`);
  await ana.cut();
} finally {
  await own?.stop();
}
