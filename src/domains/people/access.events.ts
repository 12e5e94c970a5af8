import { event, type Stream, streamKind } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { refusal } from '../../platform/errors/index.js';
import type { Role } from '../../platform/viewer.js';

export class SessionsEnded extends event<{ userId: Id; sessionIds: readonly Id[] }>('SESSIONS_ENDED', 'Sessions of the viewer ended.') {}

/** Complete, and with the version of the person, so that hearing it twice or late does no harm. */
export class RightsChanged extends event<{
  userId: Id;
  version: number;
  roles: readonly Role[];
  suspended: boolean;
  by: Id;
  reason: string;
}>('RIGHTS_CHANGED', 'An administrator changed what the viewer may do.') {}

/** Every process follows these; no client may. Several, so that those who log out at once do not queue up for one number. */
const accessStream = streamKind<string>('access', {
  find: (id) => Promise.resolve(id),
  mayListen: () => refusal('NOT_FOUND'),
});

const shards = 16;

export const accessStreams: readonly Stream[] = Array.from({ length: shards }, (_, shard) => accessStream(String(shard)));

export const accessStreamOf = (userId: Id): Stream => accessStreams[Number.parseInt(userId.slice(-2), 16) % shards]!;
