import { logsOf, type StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { flagged, type Invariant, invariant } from '../../platform/invariants/index.js';
import { accessStreamOf, SessionsEnded } from './access.events.js';
import { type Session, SessionModel } from './session.entity.js';
import { viewerStream } from './user.events.js';

export const sessionInvariants: readonly Invariant[] = [
  invariant<Session>('session.log', {
    promise: 'That a session ended was told once to its owner, and once to every process.',
    over: SessionModel,
    among: ({ eventsSince }) => ({ endedAt: { $ne: null, $gte: eventsSince } }),
    violations: async (sessions, { bound }) => {
      const sessionIds = sessions.map(({ _id }) => _id);
      const streams = sessions.flatMap(({ userId }) => [viewerStream(userId).name, accessStreamOf(userId).name]);
      const about = { type: SessionsEnded.type, 'data.sessionIds': { $in: sessionIds } };
      const told = (await logsOf([...new Set(streams)], bound, about)) as StreamEvent<{ sessionIds: readonly Id[] }>[];
      return flagged(sessions, ({ _id, userId }) =>
        [viewerStream(userId), accessStreamOf(userId)].map(({ name }) => {
          const times = told.filter(({ stream, data }) => stream === name && data.sessionIds.includes(_id)).length;
          return times !== 1 && `it ended, which was told ${times} times on ${name}`;
        }),
      );
    },
  }),
];
