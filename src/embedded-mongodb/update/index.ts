export { compileUpdate } from './update.js';
export type { Update, UpdateOptions } from './update.js';
export { checkUpsertFilter, documentForUpsert } from './upsert.js';
