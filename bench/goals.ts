import { type Figure, figureOf, type Results } from './results.js';

/** What a release must meet, and what is within reach; the figures of the issue that asked for speed. */
export interface Goal {
  readonly row: number;
  readonly job: string;
  readonly unit: string;
  readonly gate: Bound;
  readonly target: Bound;
  readonly figure: (results: Results) => Figure | null;
}

export interface Bound {
  readonly kind: 'at least' | 'at most';
  readonly value: number;
}

const atLeast = (value: number): Bound => ({ kind: 'at least', value });
const atMost = (value: number): Bound => ({ kind: 'at most', value });

export const meets = ({ median }: Figure, { kind, value }: Bound): boolean => (kind === 'at least' ? median >= value : median <= value);

/** Ours by the counterpart's, in the same rounds. */
const versus =
  (job: string, metric: string) =>
  (results: Results): Figure | null =>
    results.ratio(`${job}.ours.${metric}`, `${job}.counterpart.${metric}`);

const between =
  (name: string, by: string) =>
  (results: Results): Figure | null =>
    results.ratio(name, by);

const sumOf =
  (picks: (name: string) => boolean) =>
  (results: Results): Figure | null => {
    const names = results.names.filter(picks);
    return names.length === 0 ? null : figureOf([names.reduce((sum, name) => sum + Math.max(...results.rounds(name)), 0)]);
  };

const first = 'first page of 1,000';
const many = 'first page of many';
const chats = ['chat of 2', 'chat of 50', 'chat of 500'];

export const goals: readonly Goal[] = [
  { row: 1, job: 'race: inconsistent runs, ours', unit: 'runs', gate: atMost(0), target: atMost(0), figure: sumOf((name) => /^race.*\.ours\.inconsistent$/.test(name)) },
  { row: 1, job: 'race: runs with another number of successes than came true, ours', unit: 'runs', gate: atMost(0), target: atMost(0), figure: sumOf((name) => /^race.*\.ours\.wrong answers$/.test(name)) },
  { row: 1, job: 'race: fewest of 8 possible trades when 50 offers cross', unit: 'trades', gate: atLeast(6), target: atLeast(7), figure: (results) => results.of('race: fifty crossing offers over 8 × 8 things.ours.fewest') },
  { row: 2, job: 'first page of 50,000, requests/s ÷ REST', unit: '×', gate: atLeast(10), target: atLeast(14), figure: versus(many, 'perSecond') },
  { row: 3, job: 'middle page of 50,000, requests/s ÷ REST', unit: '×', gate: atLeast(13), target: atLeast(18), figure: versus('middle page', 'perSecond') },
  { row: 4, job: 'first page, ours at 50,000 ÷ ours at 1,000', unit: '×', gate: atLeast(0.9), target: atLeast(0.95), figure: between(`${many}.ours.perSecond`, `${first}.ours.perSecond`) },
  { row: 5, job: 'first page of 1,000, requests/s ÷ REST', unit: '×', gate: atLeast(1.3), target: atLeast(1.6), figure: versus(first, 'perSecond') },
  { row: 5, job: 'first page of 1,000, server CPU ÷ REST', unit: '×', gate: atMost(1), target: atMost(0.7), figure: versus(first, 'cpu') },
  { row: 6, job: 'create an item, requests/s ÷ REST', unit: '×', gate: atLeast(1), target: atLeast(1.3), figure: versus('create item', 'perSecond') },
  { row: 7, job: 'log in, requests/s ÷ REST', unit: '×', gate: atLeast(3), target: atLeast(6), figure: versus('log-in', 'perSecond') },
  { row: 8, job: 'page p99 during a burst of log-ins ÷ REST', unit: '×', gate: atMost(0.15), target: atMost(0.08), figure: versus('log-in', 'pageP99') },
  { row: 9, job: 'accept after 0 trades, p50 ÷ REST', unit: '×', gate: atMost(1.5), target: atMost(1), figure: versus('accept after 0', 'p50') },
  { row: 9, job: 'accept after 5,000 trades, p50 ÷ REST', unit: '×', gate: atMost(0.7), target: atMost(0.5), figure: versus('accept after 5,000', 'p50') },
  { row: 9, job: 'accept after 20,000 trades, p50 ÷ REST', unit: '×', gate: atMost(0.25), target: atMost(0.15), figure: versus('accept after 20,000', 'p50') },
  { row: 10, job: 'accept, ours after 20,000 ÷ ours after 0', unit: '×', gate: atMost(1.2), target: atMost(1.05), figure: between('accept after 20,000.ours.p50', 'accept after 0.ours.p50') },
  { row: 11, job: 'chat of 2, messages/s ÷ Socket.IO', unit: '×', gate: atLeast(1.5), target: atLeast(2), figure: versus('chat of 2', 'perSecond') },
  { row: 11, job: 'chat of 2, delay p50 ÷ Socket.IO', unit: '×', gate: atMost(0.8), target: atMost(0.6), figure: versus('chat of 2', 'p50') },
  { row: 12, job: 'chat of 50, messages/s ÷ Socket.IO', unit: '×', gate: atLeast(1.3), target: atLeast(1.7), figure: versus('chat of 50', 'perSecond') },
  { row: 12, job: 'chat of 50, delay p99 ÷ Socket.IO', unit: '×', gate: atMost(0.8), target: atMost(0.6), figure: versus('chat of 50', 'p99') },
  { row: 13, job: 'chat of 500, messages/s ÷ Socket.IO', unit: '×', gate: atLeast(1.3), target: atLeast(2), figure: versus('chat of 500', 'perSecond') },
  { row: 13, job: 'chat of 500, server CPU ÷ Socket.IO', unit: '×', gate: atMost(0.75), target: atMost(0.5), figure: versus('chat of 500', 'cpu') },
  { row: 14, job: 'one more listener of 500, server CPU ÷ spliced frames over bare ws', unit: '×', gate: atMost(2), target: atMost(1.2), figure: between('fan-out.ours.microseconds', 'fan-out.shared.microseconds') },
  { row: 15, job: 'deliveries missing or heard twice, ours, in rooms of 2, 50, 500', unit: 'deliveries', gate: atMost(0), target: atMost(0), figure: sumOf((name) => chats.some((chat) => name === `${chat}.ours.missing` || name === `${chat}.ours.twice`)) },
  { row: 15, job: 'deliveries missing or heard twice when 1,000 come back with cursors', unit: 'deliveries', gate: atMost(0), target: atMost(0), figure: sumOf((name) => /^come back.*\.(missing|twice)$/.test(name)) },
  { row: 16, job: '500 people connected and subscribed, time ÷ Socket.IO', unit: '×', gate: atMost(0.5), target: atMost(0.25), figure: versus('arrive 500', 'ms') },
  { row: 16, job: '1,000 people connected and subscribed ÷ 500, ours', unit: '×', gate: atMost(2.5), target: atMost(2.1), figure: between('arrive 1,000.ours.ms', 'arrive 500.ours.ms') },
  { row: 17, job: 'memory of an idle subscriber, 2,000 sockets ÷ Socket.IO', unit: '×', gate: atMost(2), target: atMost(1), figure: versus('memory 2000', 'kB per socket') },
  { row: 17, job: 'memory of an idle subscriber, 2,000 sockets', unit: 'kB', gate: atMost(40), target: atMost(20), figure: (results) => results.of('memory 2000.ours.kB per socket') },
  { row: 17, job: 'memory of an idle subscriber, 5,000 sockets', unit: 'kB', gate: atMost(40), target: atMost(20), figure: (results) => results.of('memory 5000.ours.kB per socket') },
  { row: 18, job: 'memory after 2,000 have left ÷ before they came, ours', unit: '×', gate: atMost(1.6), target: atMost(1.4), figure: (results) => results.of('memory 2000.ours.after ÷ before') },
  { row: 19, job: '{ __typename } through everything, server CPU ÷ bare Apollo in Express', unit: '×', gate: atMost(1.5), target: atMost(1.2), figure: between('typename.ours.cpu', 'typename.apollo.cpu') },
  { row: 20, job: 'authenticate one request, CPU', unit: 'µs', gate: atMost(30), target: atMost(10), figure: (results) => results.of('authenticate.ours.microseconds') },
];
