import type { Fault } from './fault.js';

/** What listeners are told. */
export const streams: readonly Fault[] = [
  {
    name: 'resume-repeats',
    meaning: 'Whoever resumes after a cursor is told the event at the cursor once more.',
    edits: [{ file: 'src/platform/events/stream-reader.ts', from: ': seqOf(stream, after);', to: ': Math.max(0, seqOf(stream, after) - 1);' }],
    within: 50,
  },
  {
    name: 'resume-skips',
    meaning: 'Whoever resumes after a cursor misses the event that follows it.',
    edits: [{ file: 'src/platform/events/stream-reader.ts', from: ': seqOf(stream, after);', to: ': Math.min(newest, seqOf(stream, after) + 1);' }],
    within: 50,
  },
  {
    name: 'ended-session-listens',
    meaning: 'That a session has ended closes no socket, and is not asked before an event is delivered.',
    edits: [
      { file: 'src/transport/websocket.ts', from: "if (!now || String(now.roles) !== String(viewer.roles)) socket.close(forbidden, 'ACCESS_REVOKED');", to: 'void now, socket;' },
    ],
    within: 50,
  },
];
