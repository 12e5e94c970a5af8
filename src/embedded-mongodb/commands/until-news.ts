import type { Store } from '../storage/store.js';

/** Settles when something was committed, or when the time is over. */
export function untilNews(store: Store, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const stop = store.oplog.listen(done);
    signal.addEventListener('abort', done);
  });
}
