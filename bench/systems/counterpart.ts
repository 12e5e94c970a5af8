import bcrypt from 'bcryptjs';
import jwt from 'jsonwebtoken';
import { MongoClient, ObjectId } from 'mongodb';

import type { Answer, Call } from '../load/http.js';
import type { Database } from './database.js';
import { type Deal, inBatches, type Market, password, type Person } from './market.js';
import { fromSource, startServer } from './process.js';
import { SocketIo } from './socket-io.js';
import type { System } from './system.js';

const secret = 'a-secret-of-the-counterpart-for-the-bench';

const onOff = (on: boolean): string => (on ? 'on' : 'off');

/** With the habits of such servers; or without some of them, to see what they cost. */
export async function startCounterpart(database: Database, market: Market, place: string, { onlineList = true, readsBack = true } = {}): Promise<System> {
  const uri = database.uri(`${place}-counterpart`);
  const client = await new MongoClient(uri).connect();
  const db = client.db();
  const server = await startServer(fromSource('counterpart/main.ts'), { MONGODB_URI: uri, JWT_SECRET: secret, ONLINE_LIST: onOff(onlineList), READS_BACK: onOff(readsBack) });
  await sow(client, market);
  const tokenOf = ({ id }: Person): string => jwt.sign({ id }, secret, { expiresIn: '1d' });
  const patch = (path: string, by: Person): Call => ({ method: 'PATCH', path, token: tokenOf(by), isGood: ({ status }) => status === 200 });
  return {
    name: 'counterpart',
    server,
    market,
    tokenOf,
    firstPage: () => pageCall(1),
    middlePage: () => Promise.resolve(pageCall(Math.ceil(market.items.length / 20))),
    createItem: (by) => ({
      ...posted('/api/items', { title: 'Something new', description: 'As good as new, in its box.', category: 'home', condition: 'good' }, 201),
      token: tokenOf(by),
    }),
    logIn: ({ email }) => posted('/api/auth/login', { email, password }, 200),
    propose: ({ requester, offeredId, requestedId }) => ({
      ...posted('/api/trades', { offeredItemId: offeredId, requestedItemId: requestedId }, 201),
      token: tokenOf(requester),
    }),
    idOfProposed: (answer) => (answer as { _id: string })._id,
    consider: () => [],
    accept: ({ id, owner }) => patch(`/api/trades/${id}/accept`, owner),
    complete: ({ id, owner }) => patch(`/api/trades/${id}/complete`, owner),
    connect: (person) => SocketIo.connect(server.url, tokenOf(person)),
    stored: async () => {
      const items = await db.collection('items').find().toArray();
      const trades = await db.collection('trades').find().toArray();
      return {
        items: new Map(items.map(({ _id, owner, status }) => [String(_id), { ownerId: String(owner), taken: status === 'traded' }])),
        trades: new Map(trades.map(({ _id, status }) => [String(_id), status === 'pending' ? 'open' : (status as 'accepted')])),
      };
    },
    stop: async () => {
      await server.stop();
      await db.dropDatabase();
      await client.close();
    },
  };
}

const pageCall = (page: number): Call => ({
  method: 'GET',
  path: `/api/items?page=${page}&limit=10`,
  isGood: ({ status, text }: Answer) => status === 200 && text.includes('"total"'),
});

const posted = (path: string, body: object, status: number): Call => ({
  method: 'POST',
  path,
  body: JSON.stringify(body),
  isGood: (answer) => answer.status === status,
});

/** As Mongoose would have stored it. */
async function sow(client: MongoClient, { people, items, settled, open, rooms }: Market): Promise<void> {
  const db = client.db();
  const hash = await bcrypt.hash(password, 10);
  const once = { createdAt: new Date(), updatedAt: new Date(), __v: 0 };
  const trade = ({ id, requester, owner, offeredId, requestedId }: Deal, status: string) => ({
    _id: new ObjectId(id),
    fromUser: new ObjectId(requester.id),
    toUser: new ObjectId(owner.id),
    offeredItem: new ObjectId(offeredId),
    requestedItem: new ObjectId(requestedId),
    status,
    ...once,
  });
  const collections = {
    users: people.map(({ id, name, email }) => ({ _id: new ObjectId(id), name, email, password: hash, ...once })),
    items: items.map(({ id, ownerId, title, description, at, gone }) => ({
      _id: new ObjectId(id),
      title,
      description,
      category: 'home',
      condition: 'good',
      images: [],
      status: gone ? 'traded' : 'available',
      owner: new ObjectId(ownerId),
      createdAt: at,
      updatedAt: at,
      __v: 0,
    })),
    trades: [...settled.map((deal) => trade(deal, 'completed')), ...open.map((deal) => trade(deal, 'pending'))],
    conversations: rooms.map((room) => ({ _id: new ObjectId(room.id), participants: room.people.map(({ id }) => new ObjectId(id)), unread: {}, ...once })),
  };
  for (const [name, documents] of Object.entries(collections)) {
    await inBatches<object>(documents, (batch) => db.collection(name).insertMany(batch));
  }
}
