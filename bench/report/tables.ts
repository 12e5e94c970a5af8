import { goals, meets } from '../goals.js';
import type { Results } from '../results.js';
import { shown, shownBound, shownWithSpread } from './format.js';

/** A table of Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function goalsTable(results: Results): string {
  const rows = goals.flatMap((goal) => {
    const figure = goal.figure(results);
    if (!figure) return [];
    const met = meets(figure, goal.gate) ? (meets(figure, goal.target) ? 'target met' : 'gate met') : '**not met**';
    return [[String(goal.row), goal.job, `${shownWithSpread(figure)} ${goal.unit}`, shownBound(goal.gate), shownBound(goal.target), met]];
  });
  return table(['#', 'goal', 'figure [rounds from–to]', 'gate', 'target', ''], rows);
}

/** Everything that was measured, a contestant in each row. */
export function figuresTables(results: Results): string {
  const jobs = new Map<string, Map<string, string[]>>();
  for (const name of results.names) {
    const parts = name.split('.');
    const metric = parts.pop()!;
    if (metric === 'count') continue;
    const who = parts.length > 1 ? parts.pop()! : '';
    const job = parts.join('.');
    const contestants = jobs.get(job) ?? new Map<string, string[]>();
    jobs.set(job, contestants.set(who, [...(contestants.get(who) ?? []), `${explained[metric] ?? metric} ${shownWithSpread(results.of(name)!)}`]));
  }
  const rows = [...jobs].flatMap(([job, contestants]) => [...contestants].map(([who, figures]) => [job, who, figures.join('; ')]));
  return table(['job', 'whose', 'median [rounds from–to]'], rows);
}

const explained: Readonly<Record<string, string>> = {
  perSecond: 'per second',
  p50: 'p50 ms',
  p99: 'p99 ms',
  cpu: 'server CPU ms',
  databaseCpu: 'database CPU ms',
  pageP50: 'page p50 ms',
  pageP99: 'page p99 ms',
  microseconds: 'µs',
  parse: 'parse µs',
  validate: 'validate µs',
  execute: 'execute µs',
};

export const notMet = (results: Results): string[] =>
  goals.flatMap((goal) => {
    const figure = goal.figure(results);
    return figure && !meets(figure, goal.gate) ? [`${goal.job}: ${shown(figure.median)}, gate ${shownBound(goal.gate)}`] : [];
  });
