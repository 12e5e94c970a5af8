import { Types } from 'mongoose';

/** Ids are strings everywhere: in documents, in events, in the schema. They compare with `===` and grow with time. */
export type Id = string;

export const newId = (): Id => new Types.ObjectId().toHexString();

export interface Identified {
  readonly _id: Id;
}
