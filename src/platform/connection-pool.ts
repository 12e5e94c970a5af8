import type { mongo } from 'mongoose';

import { now } from './clock.js';
import type { Logger } from './logger.js';

export interface PoolFigures {
  /** How many connections each member of the database may have from us at most. */
  readonly size: number;
  readonly open: number;
  readonly inUse: number;
  readonly waiting: number;
  readonly longestWaitMs: number;
}

/** The pool of one member of the replica set, as its events tell of it. */
interface Pool {
  readonly open: Set<number>;
  readonly inUse: Set<number>;
  /** Since when somebody waits, oldest first: the driver serves them in their order. */
  readonly waitingSince: number[];
}

interface OfConnection {
  readonly address: string;
  readonly connectionId: number | '<monitor>';
}

const minute = 60_000;

/** How busy the connections to the database are; says so in the log, once a minute at most, when all of them are taken and somebody waits. */
export class ConnectionPool {
  private readonly pools = new Map<string, Pool>();
  private waits = { until: 0, longest: 0, longestBefore: 0 };
  private silentUntil = 0;

  constructor(
    client: mongo.MongoClient,
    private readonly size: number,
    private readonly log: Logger,
  ) {
    client.on('connectionCreated', ({ address, connectionId }: OfConnection) => void this.at(address).open.add(Number(connectionId)));
    client.on('connectionCheckOutStarted', ({ address }) => this.ask(address));
    client.on('connectionCheckedOut', ({ address, connectionId, durationMS }) => {
      this.served(address, durationMS);
      this.at(address).open.add(Number(connectionId));
      this.at(address).inUse.add(Number(connectionId));
    });
    client.on('connectionCheckOutFailed', ({ address, durationMS }) => this.served(address, durationMS));
    client.on('connectionCheckedIn', ({ address, connectionId }: OfConnection) => void this.at(address).inUse.delete(Number(connectionId)));
    client.on('connectionClosed', ({ address, connectionId }: OfConnection) => {
      this.at(address).open.delete(Number(connectionId));
      this.at(address).inUse.delete(Number(connectionId));
    });
    client.on('connectionPoolClosed', ({ address }) => void this.pools.delete(address));
  }

  figures(): PoolFigures {
    const pools = [...this.pools.values()];
    const sum = (of: (pool: Pool) => number) => pools.reduce((total, pool) => total + of(pool), 0);
    return {
      size: this.size,
      open: sum(({ open }) => open.size),
      inUse: sum(({ inUse }) => inUse.size),
      waiting: sum(({ waitingSince }) => waitingSince.length),
      longestWaitMs: Math.round(
        Math.max(this.longestWait(), ...pools.map(({ waitingSince: [oldest] }) => (oldest === undefined ? 0 : now().getTime() - oldest))),
      ),
    };
  }

  private ask(address: string): void {
    const pool = this.at(address);
    pool.waitingSince.push(now().getTime());
    if (pool.inUse.size >= this.size) this.warn();
  }

  private served(address: string, ms: number): void {
    this.at(address).waitingSince.shift();
    this.turnTheMinute();
    this.waits.longest = Math.max(this.waits.longest, ms);
  }

  /** In this minute and the one before. */
  private longestWait(): number {
    this.turnTheMinute();
    return Math.max(this.waits.longest, this.waits.longestBefore);
  }

  private turnTheMinute(): void {
    const moment = now().getTime();
    const { until, longest } = this.waits;
    if (moment >= until) this.waits = { until: moment + minute, longest: 0, longestBefore: moment < until + minute ? longest : 0 };
  }

  private warn(): void {
    const moment = now().getTime();
    if (moment < this.silentUntil) return;
    this.silentUntil = moment + minute;
    this.log.warn(
      { pool: this.figures() },
      'All connections to the database are in use, and somebody waits for one; see MONGODB_POOL_SIZE.',
    );
  }

  private at(address: string): Pool {
    let pool = this.pools.get(address);
    if (!pool) this.pools.set(address, (pool = { open: new Set(), inUse: new Set(), waitingSince: [] }));
    return pool;
  }
}
