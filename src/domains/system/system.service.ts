import { now } from '../../platform/clock.js';
import { poolFigures } from '../../platform/database.js';
import { databaseStatus } from '../../platform/database-status.js';
import { EventLoop } from '../../platform/event-loop.js';
import { newestEventAt, type StreamReader, type Waked } from '../../platform/events/index.js';
import type { Logger } from '../../platform/logger.js';
import { queueState } from '../../platform/reactions/index.js';
import { version } from '../../platform/version.js';
import {
  type DatabaseHealth,
  HealthStatus,
  type OutboxHealth,
  type ProcessHealth,
  type ReactionsHealth,
  type SystemHealth,
} from './system-health.type.js';

/** What can be counted only once the server runs. */
export interface Gauges {
  readonly sockets: () => number;
  readonly waked: () => Waked;
}

const patience = 1_000;
const megabyte = 1024 * 1024;

/** How the system does. Each part is given a second, so that the answer comes also when something hangs. */
export class SystemService {
  private readonly startedAt = now();
  private readonly eventLoop = new EventLoop();
  private gauges: Gauges | undefined;

  constructor(
    private readonly streams: Pick<StreamReader, 'listeners' | 'backlog'>,
    private readonly isEmbedded: boolean,
    private readonly log: Logger,
  ) {}

  start(gauges: Gauges): void {
    this.gauges = gauges;
    this.eventLoop.start();
  }

  stop(): void {
    this.eventLoop.stop();
  }

  async health(): Promise<SystemHealth> {
    const [database, outbox, reactions] = await Promise.all([this.database(), this.outbox(), this.reactions()]);
    return { checkedAt: now(), process: this.process(), database, pool: poolFigures(), outbox, reactions };
  }

  private process(): ProcessHealth {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      version,
      nodeVersion: process.version,
      startedAt: this.startedAt,
      uptimeSeconds: Math.round((now().getTime() - this.startedAt.getTime()) / 1000),
      eventLoopDelayMs: this.eventLoop.delayMs(),
      memoryMb: Math.round(rss / megabyte),
      heapMb: Math.round(heapUsed / megabyte),
      sockets: this.gauges?.sockets() ?? 0,
      subscriptions: this.streams.listeners,
    };
  }

  private async database(): Promise<DatabaseHealth> {
    const answer = await this.soon('database', databaseStatus(patience));
    const { latencyMs = null, version = null, replicaSet = null, members = null } = answer ?? {};
    const status = answer?.writable ? HealthStatus.UP : HealthStatus.DOWN;
    return { status, embedded: this.isEmbedded, latencyMs, version, replicaSet, members };
  }

  private async outbox(): Promise<OutboxHealth> {
    const newest = await this.soon('outbox', newestEventAt(patience));
    const { open = false, reached = null } = this.gauges?.waked() ?? {};
    return {
      status: open ? HealthStatus.UP : HealthStatus.DOWN,
      newestEventAt: newest,
      lagMs: newest && reached && Math.max(0, newest.getTime() - reached.getTime()),
      backlog: this.streams.backlog,
    };
  }

  private async reactions(): Promise<ReactionsHealth> {
    const queue = await this.soon('reactions', queueState());
    return queue ? { status: HealthStatus.UP, ...queue } : { status: HealthStatus.DOWN, waiting: 0, failed: 0, lagSeconds: 0 };
  }

  /** The answer, or `null` when there is none in time. */
  private async soon<T>(what: string, asked: Promise<T>): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${patience} ms.`)), patience);
    });
    try {
      return await Promise.race([asked, tooLate]);
    } catch (error) {
      this.log.warn({ err: error, what }, 'Something that was asked how it does is down.');
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
