import type { SubscribeResolverData } from 'type-graphql';

import { refusal } from '../platform/errors/index.js';
import type { EventType, Stream, StreamEvent, StreamKind } from '../platform/events/index.js';
import type { Id } from '../platform/identity.js';
import type { Viewer } from '../platform/viewer.js';
import type { Context } from './context.js';

/** What a subscription asked for: which stream, from where, which events. Whoever owns the connection does the sending. */
export class Feed implements AsyncIterable<StreamEvent> {
  constructor(
    readonly stream: Stream,
    readonly after: string | null,
    readonly only: ReadonlySet<string> | null,
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<StreamEvent> {
    throw new Error('Feeds are served over WebSocket, by transport/socket-subscription.');
  }
}

/**
 * `@Subscription(() => TradeChange, { subscribe: follow(tradeStream, ({ tradeId }) => tradeId) })`.
 * Which thing's stream is told by the arguments or by the viewer; `only` leaves out the events that do not concern this field.
 */
export function follow<Args extends object, Subject>(
  kind: StreamKind<Subject>,
  whose: (args: Args, viewer: Viewer) => Id,
  only?: readonly Pick<EventType, 'type'>[],
): (data: SubscribeResolverData) => Feed {
  const types = only ? new Set(only.map(({ type }) => type)) : null;
  return ({ args, context }) => {
    const { viewer } = (context as Context).request;
    if (!viewer) throw refusal('UNAUTHENTICATED');
    const { after = null, ...own } = args;
    return new Feed(kind(whose(own as Args, viewer)), after as string | null, types);
  };
}
