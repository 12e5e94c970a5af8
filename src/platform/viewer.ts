import type { Id } from './identity.js';

/** What a person may be. Keys are the values that clients see. */
export enum Role {
  CUSTOMER = 'CUSTOMER',
  MERCHANT = 'MERCHANT',
  DESIGNER = 'DESIGNER',
  AGENT = 'AGENT',
  ADMIN = 'ADMIN',
}

/** The acting person, as far as rights are concerned. */
export interface Viewer {
  readonly id: Id;
  /** The login that proves it; nothing for those who act without one, such as the seed. */
  readonly sessionId?: Id;
  readonly roles: readonly Role[];
  /** When the proof of identity runs out; sockets end with it. */
  readonly expiresAt: Date;
}

export const isOneOf = (viewer: Viewer, ...roles: readonly Role[]): boolean => viewer.roles.some((role) => roles.includes(role));
