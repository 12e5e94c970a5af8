import type { DomainError } from '../errors/index.js';
import type { Loaders } from '../loader.js';
import type { Viewer } from '../viewer.js';
import type { StreamEvent } from './outbox.js';

/** Those who would be sent the very same bytes: one selection, one set of variables. */
export interface Audience<Frame> {
  /** Equal for equal audiences; the frame is made once for all of them. */
  readonly key: string;
  wants(event: StreamEvent): boolean;
  /** Makes the frame for one viewer, with what others read beside it, and says whether it would be the same for everybody. */
  render(event: StreamEvent, viewer: Viewer, loaders: Loaders): Promise<{ readonly frame: Frame; readonly forEverybody: boolean }>;
}

/** One subscription of one person. */
export interface Listener<Frame> {
  /** As they are now: `null` once they no longer are anybody. */
  readonly viewer: Viewer | null;
  readonly audience: Audience<Frame>;
  /** Of events that follow each other. */
  receive(frames: readonly Frame[]): void;
  /** Resolves when more may be sent; asked between the pages of a replay, so that a slow reader sets the pace. */
  ready(): Promise<void>;
  /** The stream is over for this listener. */
  end(reason: DomainError): void;
}
