import { Field, ID, InterfaceType, registerEnumType } from 'type-graphql';

import { cursorAt, declaredEvents, type StreamEvent } from '../platform/events/index.js';
import type { Id } from '../platform/identity.js';

/** Filled when the schema is built, when every domain has declared its events. */
export const EventKind: Record<string, string> = {};

/** What every subscription yields, whatever else stands beside it. */
@InterfaceType({ description: 'Something that happened, at its place in a stream.' })
export abstract class StreamedEvent {
  @Field(() => ID, { description: 'The same event on two streams has one id: whoever has seen it may skip it.' })
  eventId!: Id;

  @Field(() => String, { description: 'This place in the stream: subscribe `after` it to go on from here, with no gap and no duplicate.' })
  cursor!: string;

  @Field(() => EventKind, { description: 'What happened.' })
  kind!: string;

  @Field(() => Date, { description: 'When it happened.' })
  at!: Date;
}

/** The part of a subscription's answer that is the same for all: `return { ...streamed(event), tradeId: event.data.tradeId }`. */
export const streamed = ({ eventId, stream, seq, type, at }: StreamEvent): StreamedEvent => ({
  eventId,
  cursor: cursorAt(stream, seq),
  kind: type,
  at,
});

export function registerEventKinds(): void {
  for (const { type } of declaredEvents()) EventKind[type] = type;
  registerEnumType(EventKind, {
    name: 'EventKind',
    description: 'Everything that can happen.',
    valuesConfig: Object.fromEntries(declaredEvents().map(({ type, description }) => [type, { description }])),
  });
}
