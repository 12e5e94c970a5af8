import { event, streamKind } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { refusal } from '../../platform/errors/index.js';

export class ProfileChanged extends event<{ userId: Id }>('PROFILE_CHANGED', 'The viewer changed their profile.') {}

/** Everything that concerns one person. Only they may listen. */
export const viewerStream = streamKind<Id>('viewer', {
  find: (id) => Promise.resolve(id),
  mayListen: (viewer, id) => viewer.id === id || refusal('NOT_FOUND'),
});
