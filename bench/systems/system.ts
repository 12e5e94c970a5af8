import type { Call } from '../load/http.js';
import type { Deal, Market, Person, Room } from './market.js';
import type { ServerProcess } from './process.js';

/** One of the two systems, with what every job asks of it. */
export interface System {
  readonly name: 'ours' | 'counterpart';
  readonly server: ServerProcess;
  readonly market: Market;
  readonly tokenOf: (person: Person) => string;
  readonly firstPage: () => Call;
  /** The page in the middle of all items. */
  readonly middlePage: () => Promise<Call>;
  readonly createItem: (by: Person) => Call;
  readonly logIn: (person: Person) => Call;
  readonly propose: (deal: Omit<Deal, 'id'>) => Call;
  readonly idOfProposed: (answer: unknown) => string;
  /** What comes between a proposal and its acceptance. */
  readonly consider: (deal: Deal) => readonly Call[];
  readonly accept: (deal: Deal) => Call;
  readonly complete: (deal: Deal) => Call;
  readonly connect: (person: Person) => Promise<ChatSocket>;
  /** What stands in the database now, whatever was answered. */
  readonly stored: () => Promise<Stored>;
  readonly stop: () => Promise<void>;
}

export interface ChatSocket {
  /** Hears what is said in the room from now on; answers once that is certain. */
  readonly follow: (room: Room, hear: (frame: Buffer) => void) => Promise<void>;
  readonly say: (room: Room, content: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Stored {
  readonly items: ReadonlyMap<string, { ownerId: string; taken: boolean }>;
  readonly trades: ReadonlyMap<string, 'open' | 'accepted' | 'completed' | 'rejected'>;
}
