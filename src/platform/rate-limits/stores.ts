import { once } from 'node:events';

import { Redis } from 'ioredis';
import mongoose, { Schema } from 'mongoose';
import { RateLimiterMongo, RateLimiterRedis } from 'rate-limiter-flexible';

import type { Logger } from '../logger.js';
import type { CounterStore } from './counters.js';
import { within } from './within.js';

const collection = 'counters';

const counterSchema = new Schema(
  { key: { type: String, required: true }, points: Number, expire: Date },
  { collection, versionKey: false, autoIndex: false, autoCreate: false },
);
counterSchema.index({ key: 1 }, { unique: true });
counterSchema.index({ expire: 1 }, { expireAfterSeconds: 0 });
mongoose.model('Counter', counterSchema);

/** In the database that everything else is in. Past every transaction: what was tried was tried, also when it came to nothing. */
export const countersInMongo: CounterStore = (window) =>
  new RateLimiterMongo({ storeClient: mongoose.connection.db, tableName: collection, disableIndexesCreation: true, points: 1, ...window });

export interface RedisCounters {
  readonly store: CounterStore;
  readonly stop: () => void;
}

const patience = 1_000;

/** In Redis, for those who have one. It may come late, or go: whoever cannot ask it counts alone. */
export async function countersInRedis(url: string, log: Logger): Promise<RedisCounters> {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, keyPrefix: 'barter:' });
  redis.on('error', (error) => log.warn({ err: error }, 'Redis cannot be reached; trying again.'));
  await within(patience, once(redis, 'ready')).catch(() => log.warn('Redis was not reached; starting without it.'));
  return {
    store: (window) => new RateLimiterRedis({ storeClient: redis, rejectIfRedisNotReady: true, points: 1, ...window }),
    stop: () => redis.disconnect(),
  };
}
