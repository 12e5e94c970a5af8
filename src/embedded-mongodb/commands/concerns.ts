import type { Long, Timestamp } from 'bson';

export type ReadConcernLevel = 'local' | 'available' | 'majority' | 'linearizable' | 'snapshot';

export interface ReadConcern {
  level: ReadConcernLevel;
  /** Absent when the level is only the default. */
  given: boolean;
  afterClusterTime?: Timestamp;
  atClusterTime?: Timestamp;
}

export interface WriteConcern {
  w: number | string;
  j: boolean;
  wtimeout: Long | number;
  given: boolean;
}
