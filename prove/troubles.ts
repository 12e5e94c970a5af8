import type { Random } from './random.js';

/** In the words of MongoDB's fail point `failCommand`. */
interface Failure {
  readonly failCommands: readonly string[];
  readonly errorCode?: number;
  readonly errorLabels?: readonly string[];
  readonly closeConnection?: boolean;
  readonly blockConnection?: boolean;
  readonly blockTimeMS?: number;
  readonly writeConcernError?: { readonly code: number; readonly codeName: string };
}

const writes = ['insert', 'update', 'findAndModify', 'bulkWrite'];
const statements = ['find', 'aggregate', ...writes];
const commit = ['commitTransaction'];

/** What can happen to the next commands that the servers send to the database, whoever sends them. */
export const failures = {
  'another transaction was faster': { failCommands: writes, errorCode: 112, errorLabels: ['TransientTransactionError'] },
  'a commit is refused': { failCommands: commit, errorCode: 251, errorLabels: ['TransientTransactionError'] },
  'nobody hears of a commit': { failCommands: commit, writeConcernError: { code: 64, codeName: 'WriteConcernFailed' } },
  'a connection breaks': { failCommands: [...statements, ...commit], closeConnection: true },
  'a statement is interrupted': { failCommands: statements, errorCode: 11601 },
  'the database is slow': { failCommands: [...writes, ...commit], blockConnection: true, blockTimeMS: 25 },
} as const satisfies Record<string, Failure>;

export type FailureName = keyof typeof failures;

export type Trouble =
  | { readonly kind: 'failure'; readonly failure: FailureName; readonly times: number }
  | { readonly kind: 'kill a server'; readonly server: number }
  | { readonly kind: 'kill the database' };

/** Of all histories; killing takes seconds, so it is rarer than its importance. */
export const shares = { withFailures: 0.5, killingServers: 1 / 50, killingTheDatabase: 1 / 150 } as const;

export function troubleFor(random: Random): Trouble {
  return { kind: 'failure', failure: random.pick(Object.keys(failures) as FailureName[]), times: random.pick([1, 1, 2, 3, 6]) };
}

export function killFor(random: Random, servers: number): Trouble | null {
  const dice = random.next();
  if (dice < shares.killingTheDatabase) return { kind: 'kill the database' };
  return dice < shares.killingTheDatabase + shares.killingServers ? { kind: 'kill a server', server: random.between(0, servers - 1) } : null;
}

export function tell(trouble: Trouble): string {
  if (trouble.kind === 'failure') return `${trouble.failure}, ${trouble.times}×`;
  return trouble.kind === 'kill a server' ? `server ${trouble.server + 1} is killed` : 'the database is killed';
}
