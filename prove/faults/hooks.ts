import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { OxcTransformer } from '@oxc-node/core';
import type { LoadHook } from 'node:module';

import { type Fault, withFault } from './fault.js';

let fault: Fault;
const transformer = new OxcTransformer(process.cwd());

export function initialize(planted: Fault): void {
  fault = planted;
}

/** Modules that the fault concerns are compiled from other sources; all the rest is loaded as always. */
export const load: LoadHook = (url, context, nextLoad) => {
  const path = url.startsWith('file:') ? fileURLToPath(url) : null;
  const file = path && relative(process.cwd(), path);
  if (!file || !fault.edits.some((edit) => edit.file === file)) return nextLoad(url, context);
  const source = withFault(readFileSync(path, 'utf8'), fault, file);
  return { format: 'module', source: transformer.transform(path, source).source(), shortCircuit: true };
};
