import type { Room } from '../systems/market.js';
import type { ChatSocket, System } from '../systems/system.js';
import { Audience } from './audience.js';
import { marked } from './marks.js';

const connectingAtOnce = 20;

/** Sockets in one room, all listening. */
export interface Gathering<Socket extends ChatSocket = ChatSocket> {
  readonly system: System;
  readonly room: Room;
  readonly sockets: readonly Socket[];
  readonly audience: Audience;
}

/** Everybody in the room, each on a socket of their own; with more ears than people, some people have several. */
export async function gather(system: System, room: Room, ears = room.people.length): Promise<Gathering> {
  const audience = new Audience(ears);
  const sockets = await eachOf(ears, async (index) => {
    const socket = await system.connect(room.people[index % room.people.length]!);
    await socket.follow(room, audience.ear(index));
    return socket;
  });
  return { system, room, sockets, audience };
}

/** A few at a time, as a crowd arrives. */
export async function eachOf<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  const indexes = Array.from({ length: count }).keys();
  await Promise.all(
    Array.from({ length: connectingAtOnce }, async () => {
      for (const index of indexes) made[index] = await work(index);
    }),
  );
  return made;
}

export const say = async ({ sockets, audience, room }: Gathering): Promise<void> => sockets[0]!.say(room, marked(audience.announce()));

export const disperse = async ({ sockets }: Gathering): Promise<void> => void (await Promise.all(sockets.map((socket) => socket.close())));
