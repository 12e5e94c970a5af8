export { SystemResolver } from './system.resolver.js';
export { type Gauges, SystemService } from './system.service.js';
