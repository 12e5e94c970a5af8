export { type DomainEvent, declaredEvents, event, type EventType, quietEvent } from './event.js';
export { Events, type Fact, type Hearing } from './events.js';
export { cursorAt } from './cursor.js';
export { eventInvariants, logsOf } from './events.invariants.js';
export type { Audience, Listener } from './listener.js';
export { forgetBefore, newestEventAt, newestSeqs, type OutboxEvent, readAfter, type StreamEvent, toldOn } from './outbox.js';
export { knowing, type Stream, type StreamKind, streamKind } from './stream.js';
export { StreamReader } from './stream-reader.js';
export { OutboxWaker, type Waked } from './waker.js';
