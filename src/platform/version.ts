import { readFileSync } from 'node:fs';

/** As package.json has it, which lies as far from here in the sources as in the build. */
export const version = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
