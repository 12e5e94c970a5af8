export { type App, theApp, useApp } from './app.js';
export { Caller } from './caller.js';
export { assertConsistent, picture } from './database.js';
export { type Deferred, deferred } from './deferred.js';
export { Heard } from './heard.js';
export { administrator, anonymous, newcomers, password, people, type Person } from './people.js';
export { Refused } from './refused.js';
export { type ServerProcess, startProcess } from './process.js';
export { race } from './race.js';
