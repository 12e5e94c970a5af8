export { failedJobs, type Job, type QueueState, queueState, retryFailedJobs } from './jobs.js';
export { Hopeless, type Reaction } from './reaction.js';
export { type ReactionRules, Reactions } from './reactions.js';
