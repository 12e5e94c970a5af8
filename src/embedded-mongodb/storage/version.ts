import type { Time } from './clock.js';
import type { Transaction } from './transaction.js';

/** What a reader may see: commits up to a time, and the changes of one open transaction. */
export interface View {
  readonly readAt: Time;
  readonly transaction: Transaction | null;
}

/** One state of something stored. */
export interface Version<Content> {
  /** Null: it is deleted. */
  readonly content: Content | null;
  /** The open transaction that wrote it; null once it is committed. */
  owner: Transaction | null;
  /** When it was committed. */
  time: Time;
  previous: Version<Content> | null;
}

/** Something stored, through time: its versions, newest first. Only the newest may belong to an open transaction. */
export interface Chain<Content> {
  newest: Version<Content>;
}

/** The version that a view sees. */
export function visible<Content, V extends Version<Content>>(newest: V | null, view: View): V | null {
  let version = newest;
  while (version !== null) {
    if (version.owner === null ? version.time <= view.readAt : version.owner === view.transaction) return version;
    version = version.previous as V | null;
  }
  return null;
}
