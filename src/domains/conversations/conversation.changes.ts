import { ObjectType } from 'type-graphql';

import { StreamedEvent } from '../../graphql/streamed-event.js';
import type { Id } from '../../platform/identity.js';

@ObjectType({ implements: StreamedEvent, description: 'A message was added, edited or deleted; `kind` tells which.' })
export class MessageChange extends StreamedEvent {
  messageId!: Id;
}

@ObjectType({ implements: StreamedEvent, description: 'Somebody has read on.' })
export class ReadPosition extends StreamedEvent {
  conversationId!: Id;
  userId!: Id;
  upToSeq!: number;
}
