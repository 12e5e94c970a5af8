import { Authorized, Query, Resolver, Root, Subscription } from 'type-graphql';

import { BeforeOthers } from '../../graphql/edge.js';
import { follow } from '../../graphql/follow.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import { streamed } from '../../graphql/streamed-event.js';
import type { Events, StreamEvent } from '../../platform/events/index.js';
import type { Viewer } from '../../platform/viewer.js';
import { viewerStream } from './user.events.js';
import { ViewerEvent } from './viewer-event.type.js';

@Resolver(() => ViewerEvent)
export class ViewerEventResolver {
  constructor(private readonly events: Events) {}

  @Authorized()
  @BeforeOthers()
  @Query(() => String, {
    description:
      'The newest place of your own stream. What is read in the same document is at least as new: subscribe `after` it and nothing is missed.',
  })
  viewerCursor(@CurrentViewer() viewer: Viewer): Promise<string> {
    return this.events.cursorOf(viewerStream(viewer.id));
  }

  @Authorized()
  @Subscription(() => ViewerEvent, {
    description: 'Everything that concerns you, as it happens.',
    subscribe: follow(viewerStream, (_, viewer) => viewer.id),
  })
  viewerEvents(@Root() event: StreamEvent): ViewerEvent {
    return { ...streamed(event), data: { ...event.data } };
  }
}
