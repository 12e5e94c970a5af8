import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { endsWithUs } from '../../tests/testkit/process.js';

/**
 * How soon a message is seen: from its sending, by the one other person; and from its being written, which is before its commit, by the
 * last of many. The server has a process of its own, with its embedded database; all clients share this one, so theirs is the greater part.
 */
const messages = Number(process.argv[2] ?? 100);
const crowd = Number(process.argv[3] ?? 500);
const perSocket = 50;
const password = 'correct horse battery staple';

const server = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'src/main.ts'], {
  env: { ...process.env, NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'fatal', MONGODB_URI: '', RATE_LIMIT: 'off', EMAIL_VERIFICATION: 'off' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
endsWithUs(server);
const url = await new Promise<string>((resolve) => {
  createInterface(server.stdout).on('line', (line) => {
    const found = /(http:\S+)\/graphql/.exec(line)?.[1];
    if (found) resolve(found.replace('localhost', '127.0.0.1'));
  });
});

type Data = Record<string, never>;
async function ask<T>(token: string | null, query: string, variables: object = {}): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const register = async (name: string): Promise<string> =>
  (
    await ask<{ register: { token: string } }>(null, 'mutation ($input: RegisterInput!) { register(input: $input) { token } }', {
      input: { email: `${name}@example.test`, password, name },
    })
  ).register.token;
const list = async (token: string): Promise<string> =>
  (
    await ask<{ createItem: { id: string } }>(
      token,
      'mutation { createItem(input: { title: "A lamp", category: HOME, condition: GOOD }) { id } }',
    )
  ).createItem.id;

const [ana, ben] = [await register('first'), await register('second')];
const proposal = await ask<{ proposeTrade: { conversation: { id: string } } }>(
  ana,
  'mutation ($input: ProposeTradeInput!) { proposeTrade(input: $input) { conversation { id } } }',
  { input: { requestedItemIds: [await list(ben)], offeredItemIds: [await list(ana)] } },
);
const conversationId = proposal.proposeTrade.conversation.id;

interface Message {
  readonly content: string;
  readonly createdAt: string;
}

/** Resolves once it has seen its first message: from then on it is live. */
function follow(client: ReturnType<typeof createClient>, after: string, see: (message: Message) => void): Promise<void> {
  return new Promise((live, fail) => {
    client.subscribe<{ messageAdded: { message: Message } }>(
      {
        query:
          'subscription ($id: ID!, $after: String) { messageAdded(conversationId: $id, after: $after) { message { content createdAt } } }',
        variables: { id: conversationId, after },
      },
      { next: ({ data }) => (live(), see(data!.messageAdded.message)), error: fail, complete: () => undefined },
    );
  });
}

const connect = (token: string) =>
  createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
const say = (content: string) =>
  ask<Data>(ana, 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id } }', { input: { conversationId, content } });
const cursor = async () =>
  (await ask<{ conversationCursor: string }>(ana, 'query ($id: ID!) { conversationCursor(conversationId: $id) }', { id: conversationId }))
    .conversationCursor;

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * share) - 1]!;
const told = (what: string, values: readonly number[]) =>
  console.log(`${what}: p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms, of ${values.length}`);

async function measure(subscribers: number): Promise<{ seen: number[]; written: number[] }> {
  const clients = Array.from({ length: Math.ceil(subscribers / perSocket) }, (_, n) => connect(n % 2 ? ana : ben));
  const [seen, written]: [number[], number[]] = [[], []];
  let [sentAt, missing] = [0, 0];
  let everybody: () => void = () => undefined;
  const see = ({ content, createdAt }: Message) => {
    if (!content.startsWith('measured')) return;
    seen.push(performance.now() - sentAt);
    written.push(Date.now() - Date.parse(createdAt));
    if ((missing -= 1) === 0) everybody();
  };
  const after = await cursor();
  await say('Hello');
  await Promise.all(Array.from({ length: subscribers }, (_, n) => follow(clients[n % clients.length]!, after, see)));
  for (let n = 0; n < messages; n++) {
    missing = subscribers;
    const all = new Promise<void>((resolve) => (everybody = resolve));
    sentAt = performance.now();
    await Promise.all([say(`measured ${subscribers} ${n}`), all]);
    if (n === 0) [seen, written].forEach((figures) => figures.splice(0));
  }
  for (const client of clients) await client.dispose();
  return { seen, written };
}

const few = await measure(1);
told('send → seen by the other', few.seen);
const many = await measure(crowd);
told(`written → seen by each of ${crowd}`, many.written);
told(`send → seen by each of ${crowd}`, many.seen);

server.kill('SIGTERM');
await once(server, 'exit');
