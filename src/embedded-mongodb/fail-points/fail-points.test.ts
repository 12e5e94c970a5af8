import { Int32 } from 'bson';
import { expect, test } from 'vitest';
import type { Doc, Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { failAfter, failBefore } from './fail-command.js';
import { FailPoint } from './fail-point.js';
import { FailPoints } from './fail-points.js';

const nothing = doc({});

test('a fail point is off until it is configured, and again when told so', () => {
  const point = new FailPoint();
  expect(point.enter()).toBeNull();
  point.configure('alwaysOn', nothing);
  expect(point.enter()).toBe(nothing);
  point.configure('off', nothing);
  expect(point.enter()).toBeNull();
});

test('times counts what it failed, skip what it let pass', () => {
  const point = new FailPoint();
  point.configure(doc({ times: new Int32(2) }), nothing);
  expect(turns(point, 4)).toEqual([true, true, false, false]);
  point.configure(doc({ skip: new Int32(2) }), nothing);
  expect(turns(point, 4)).toEqual([false, false, true, true]);
});

test('only what applies is counted', () => {
  const point = new FailPoint();
  point.configure(doc({ times: new Int32(1) }), nothing);
  expect(point.enter(() => false)).toBeNull();
  expect(point.enter(() => true)).not.toBeNull();
});

test('configuring tells how often it was entered', () => {
  const point = new FailPoint();
  point.configure('alwaysOn', nothing);
  turns(point, 3);
  expect(point.configure('off', nothing)).toBe(3);
});

test.each<[Value, number]>([
  ['sometimes', 2], [new Int32(1), 14], [doc({}), 2], [doc({ often: new Int32(1) }), 2], [doc({ times: 'x' }), 14], [doc({ times: new Int32(-1) }), 2],
  [doc({ activationProbability: new Int32(2) }), 2],
])('mode %o is refused', (mode, code) => {
  expect(() => new FailPoint().configure(mode, nothing)).toThrow(expect.objectContaining({ code }) as Error);
});

test('an unknown fail point cannot be configured', () => {
  expect(() => new FailPoints().configure('failEverything', 'alwaysOn', nothing)).toThrow(expect.objectContaining({ code: 82 }) as Error);
});

const insert = { names: ['insert'], appName: 'app', namespace: 'db.c' };

test('failCommand means commands by name, application and namespace', () => {
  const fails = (data: Record<string, Value>): boolean => failBefore(on({ errorCode: new Int32(91), ...data }), insert) !== null;
  expect(fails({ failCommands: ['insert'] })).toBe(true);
  expect(fails({ failCommands: ['find'] })).toBe(false);
  expect(fails({ failCommands: ['insert'], appName: 'other' })).toBe(false);
  expect(fails({ failCommands: ['insert'], appName: 'app', namespace: 'db.c' })).toBe(true);
  expect(fails({ failCommands: ['insert'], namespace: 'db.d' })).toBe(false);
});

test('failCommand knows what to do before a command, and what after it', () => {
  const before = failBefore(on({ failCommands: ['insert'], errorCode: new Int32(91), errorLabels: ['A'], blockConnection: true, blockTimeMS: new Int32(5) }), insert);
  expect(before).toMatchObject({ closeConnection: false, block: 5, errorLabels: ['A'], error: { code: 91, codeName: 'ShutdownInProgress' } });
  const after = on({ failCommands: ['insert'], writeConcernError: doc({ code: new Int32(64) }) });
  expect(failBefore(after, insert)).toBeNull();
  expect(failAfter(after, insert)).toMatchObject({ writeConcernError: { code: new Int32(64) } });
});

function on(data: Record<string, Value>): FailPoints {
  const points = new FailPoints();
  points.configure('failCommand', 'alwaysOn', doc(data) as Doc);
  return points;
}

function turns(point: FailPoint, count: number): boolean[] {
  return Array.from({ length: count }, () => point.enter() !== null);
}
