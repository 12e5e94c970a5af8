import mongoose from 'mongoose';
import { afterAll, beforeAll } from 'vitest';

import { type EmbeddedMongoDb, startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';
import type { Environment } from '../../src/environment.js';
import { useApp } from './app.js';

export type Command = Readonly<Record<string, unknown>>;

/** An app whose every command to the database can be heard. */
export function useOverheardApp(changes: () => Partial<Environment> = () => ({})): void {
  let embedded: EmbeddedMongoDb | undefined;
  beforeAll(async () => {
    if (!process.env['MONGODB_URI']) embedded = await startEmbeddedMongoDb();
  });
  afterAll(() => embedded?.stop());
  useApp(({ mongodbUri }) => {
    const address = new URL(mongodbUri ?? embedded!.uri.replace('/?', '/barter?'));
    address.searchParams.set('monitorCommands', 'true');
    return { ...changes(), mongodbUri: address.href };
  });
}

/** The commands that the app sends meanwhile, which look for documents. */
export async function overhear(work: () => Promise<unknown>): Promise<Command[]> {
  const heard: Command[] = [];
  const hear = ({ commandName, command }: { commandName: string; command: Command }) => {
    if (looking.includes(commandName) && !JSON.stringify(command).includes('$changeStream')) heard.push(...oneByOne(command));
  };
  const driver = mongoose.connection.getClient();
  driver.on('commandStarted', hear);
  await work();
  driver.off('commandStarted', hear);
  return heard;
}

/** An update may hold many statements; the database explains one. */
function oneByOne(command: Command): Command[] {
  if ('bulkWrite' in command) return updatesIn(command as unknown as BulkWrite);
  return Array.isArray(command['updates']) ? command['updates'].map((update: unknown) => ({ ...command, updates: [update] })) : [command];
}

interface BulkWrite {
  readonly nsInfo: readonly { readonly ns: string }[];
  readonly ops: readonly { readonly update?: number; readonly filter: object; readonly updateMods: object; readonly multi: boolean }[];
}

const updatesIn = ({ nsInfo, ops }: BulkWrite): Command[] =>
  ops.flatMap(({ update, filter, updateMods, multi }) => {
    if (update === undefined) return [];
    const { ns } = nsInfo[update]!;
    return [{ update: ns.slice(ns.indexOf('.') + 1), updates: [{ q: filter, u: updateMods, multi }] }];
  });

const looking = ['bulkWrite', 'find', 'aggregate', 'count', 'distinct', 'findAndModify', 'update', 'delete'];

const aboutTheConversation = ['lsid', 'txnNumber', 'autocommit', 'startTransaction', 'readConcern', 'writeConcern', 'maxTimeMS', 'cursor', 'ordered'];

/** What is asked, without values and without how it was sent. */
export const shapeOf = (command: Command): string => JSON.stringify(shaped(question(command)));

export interface Plan {
  readonly stages: readonly string[];
  readonly examined: number;
}

/** How the database goes about it: the stages of the plan it chooses, and how many documents it reads. Writes nothing. */
export async function planOf(command: Command): Promise<Plan> {
  const asked = question(command);
  const explain = 'aggregate' in asked ? { ...asked, cursor: {} } : asked;
  const explained = await mongoose.connection.db!.command({ explain, verbosity: 'executionStats' });
  const stages: string[] = [];
  let examined = 0;
  JSON.stringify(explained, (name, value: unknown) => {
    if (name === 'rejectedPlans') return undefined;
    if (name === 'stage') stages.push(String(value));
    if (name === 'totalDocsExamined') examined = Math.max(examined, Number(value));
    return value;
  });
  return { stages, examined };
}

const question = (command: Command): Command =>
  Object.fromEntries(Object.entries(command).filter(([name]) => !name.startsWith('$') && !aboutTheConversation.includes(name)));

function shaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shaped);
  if (value === 1 || value === -1) return value;
  if (value === null || typeof value !== 'object') return typeof value;
  if (value instanceof Map) return shaped(Object.fromEntries(value));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value.constructor.name;
  return Object.fromEntries(Object.entries(value).map(([name, inner], index) => [name, index === 0 && looking.includes(name) ? inner : shaped(inner)]));
}
