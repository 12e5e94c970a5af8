import { invalid } from '../errors/index.js';
import type { Stream } from './stream.js';

/** A place in a stream. Opaque to clients; it names the stream so that a cursor cannot be used on another. */
export const cursorAt = (streamName: string, seq: number): string => Buffer.from(`${streamName}#${seq}`).toString('base64url');

export function seqOf(stream: Stream, cursor: string): number {
  const [name, seq] = Buffer.from(cursor, 'base64url').toString().split('#');
  if (name !== stream.name || !/^\d{1,15}$/.test(seq ?? '')) throw invalid('after', 'must be a cursor of this stream');
  return Number(seq);
}
