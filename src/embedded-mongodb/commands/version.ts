/** The release of MongoDB that this server presents itself as. Drivers decide by it what they may send. */
export const VERSION = '8.0.12';
export const VERSION_ARRAY = [8, 0, 12, 0] as const;
/** Belongs to 8.0. */
export const MAX_WIRE_VERSION = 25;
export const FEATURE_COMPATIBILITY_VERSION = '8.0';

export const REPLICA_SET = 'rs0';

export const MAX_BSON_OBJECT_SIZE = 16 * 1024 * 1024;
export const MAX_WRITE_BATCH_SIZE = 100_000;
export const LOGICAL_SESSION_TIMEOUT_MINUTES = 30;
