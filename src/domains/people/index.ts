export { PeopleResolver } from './people.resolver.js';
export { type NewPerson, PeopleService, type ProfileChanges, type Session } from './people.service.js';
export { Tokens } from './tokens.js';
export { User } from './user.entity.js';
export { ProfileChanged, viewerStream } from './user.events.js';
export { userById } from './user.loaders.js';
export { ViewerEvent } from './viewer-event.type.js';
export { ViewerEventResolver } from './viewer-event.resolver.js';
