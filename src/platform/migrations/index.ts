export { dropIndexIfThere } from './indexes.js';
export type { Migration, MigrationContext } from './migration.js';
export { type MigrationStatus, Migrator } from './migrator.js';
