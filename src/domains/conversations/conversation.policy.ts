import { refusal } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import type { Decision } from '../../platform/policy.js';
import { isOneOf, Role, type Viewer } from '../../platform/viewer.js';
import type { Message } from './message.entity.js';

/** Conversations are named by random ids; who knows one and does not take part is told just that. */
export const mayListen = (viewer: Viewer, participantIds: ReadonlySet<Id>): Decision => participantIds.has(viewer.id) || refusal('NOT_PARTICIPANT');

export const mayEditMessage = (viewer: Viewer, message: Message): Decision => message.senderId === viewer.id || refusal('NOT_OWNER');

export const mayDeleteMessage = (viewer: Viewer, message: Message): Decision =>
  message.senderId === viewer.id || mayModerate(viewer) || refusal('NOT_OWNER');

export const mayModerate = (viewer: Viewer): boolean => isOneOf(viewer, Role.AGENT, Role.ADMIN);
