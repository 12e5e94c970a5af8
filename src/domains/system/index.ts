export { ReactionsResolver } from './reactions.resolver.js';
export { ReactionsService } from './reactions.service.js';
export { SystemResolver } from './system.resolver.js';
export { type Gauges, SystemService } from './system.service.js';
export { SystemInvariantsResolver } from './system-invariants.resolver.js';
export { SystemInvariantsService } from './system-invariants.service.js';
