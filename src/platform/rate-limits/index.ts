export { type CounterStore, Counters } from './counters.js';
export { type Caller, type RateLimits, rateLimitsOf } from './rate-limits.js';
export { countersInMongo, countersInRedis } from './stores.js';
