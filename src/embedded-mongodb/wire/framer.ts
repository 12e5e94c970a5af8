import { HEADER_SIZE, MalformedFrame, MAX_MESSAGE_SIZE } from './frame.js';

/**
 * Cuts what a socket delivers into frames. A frame that lies in one chunk is handed on as a slice of it; only one that
 * spans chunks is copied, once.
 */
export class Framer {
  private chunks: Buffer[] = [];
  private buffered = 0;
  /** Size of the frame that is being gathered, zero while its header is incomplete. */
  private wanted = 0;

  /** @throws MalformedFrame when a header claims an impossible size */
  *push(chunk: Buffer): Generator<Buffer> {
    let rest = chunk;
    if (this.buffered > 0) {
      this.chunks.push(chunk);
      this.buffered += chunk.length;
      if (this.wanted > 0 && this.buffered < this.wanted) return;
      rest = Buffer.concat(this.chunks, this.buffered);
      this.chunks = [];
      this.buffered = 0;
      this.wanted = 0;
    }
    while (rest.length >= HEADER_SIZE) {
      const size = rest.readInt32LE(0);
      if (size < HEADER_SIZE || size > MAX_MESSAGE_SIZE) throw new MalformedFrame(`frame claims ${size} bytes`);
      if (rest.length < size) {
        this.wanted = size;
        break;
      }
      yield rest.subarray(0, size);
      rest = rest.subarray(size);
    }
    if (rest.length > 0) {
      this.chunks.push(rest);
      this.buffered = rest.length;
    }
  }
}
