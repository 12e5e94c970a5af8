import type { Viewer } from '../platform/viewer.js';

export type ReadToken = (token: string) => Viewer | null;

const bearer = /^Bearer ([\w.-]+)$/i;

/** `Authorization: Bearer …`, or nobody. A token that is not good is nobody, too: what needs a viewer then refuses. */
export function viewerOf(authorization: unknown, read: ReadToken): Viewer | null {
  const token = typeof authorization === 'string' ? bearer.exec(authorization)?.[1] : undefined;
  return token === undefined ? null : read(token);
}
