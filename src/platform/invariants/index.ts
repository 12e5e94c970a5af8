export { type Extent, type Finding, inspect } from './inspect.js';
export { flagged, grouped, type Invariant, invariant, type Scope, type Violation } from './invariant.js';
