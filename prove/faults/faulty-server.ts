import { register } from 'node:module';

import { faultNamed } from './index.js';

// Started in place of `src/main.ts` by those who prove: the server itself knows nothing of faults.
const name = process.env['PROVE_FAULT'];
if (!name) throw new Error('PROVE_FAULT says which fault to plant.');
register('./hooks.ts', { parentURL: import.meta.url, data: faultNamed(name) });
await import('../../src/main.js');
