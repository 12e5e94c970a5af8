import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import type { Results } from '../results.js';
import { picture } from './picture.js';
import { figuresTables, goalsTable, notMet } from './tables.js';

const page = 'docs/performance.md';
const image = 'docs/performance.svg';
const [begin, end] = ['<!-- figures: written by npm run bench -->', '<!-- end of figures -->'];

export interface Run {
  readonly results: Results;
  readonly machine: readonly string[];
  readonly command: string;
  readonly rounds: number;
}

/** Puts the run's figures into the page that explains them, and draws the picture that it shows. */
export function writeDocument(run: Run): void {
  mkdirSync('docs', { recursive: true });
  writeFileSync(image, picture(run.results));
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${page} has no place for the figures: ${begin} … ${end}`);
  writeFileSync(page, `${text.slice(0, from)}${begin}\n\n${figures(run)}\n\n${text.slice(to)}`);
}

function figures({ results, machine, command, rounds }: Run): string {
  const missed = notMet(results);
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} by \`${command}\`, medians of ${rounds} rounds.`,
    machine.map((line) => `- ${line}`).join('\n'),
    '![How many times better than its gate each goal is](performance.svg)',
    '### The goals',
    goalsTable(results),
    missed.length === 0 ? 'Every gate is met.' : `Gates that are not met:\n\n${missed.map((line) => `- ${line}`).join('\n')}`,
    '### Everything that was measured',
    figuresTables(results),
  ].join('\n\n');
}
