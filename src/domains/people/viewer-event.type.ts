import { ObjectType } from 'type-graphql';

import { StreamedEvent } from '../../graphql/streamed-event.js';

/** Each domain adds what its events speak of, as a nullable field with a resolver of its own. */
@ObjectType({
  implements: StreamedEvent,
  description: 'Something that concerns the viewer. Beside it stands what it speaks of; the rest is `null`.',
})
export class ViewerEvent extends StreamedEvent {
  data!: Readonly<Record<string, unknown>>;
}
