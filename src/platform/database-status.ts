import mongoose from 'mongoose';

export interface ReplicaMember {
  readonly name: string;
  readonly state: string;
  readonly healthy: boolean;
  readonly lagMs: number | null;
}

export interface DatabaseStatus {
  readonly latencyMs: number;
  readonly version: string;
  readonly replicaSet: string | null;
  readonly writable: boolean;
  /** `null` when the database does not let us ask. */
  readonly members: readonly ReplicaMember[] | null;
}

interface Member {
  readonly name: string;
  readonly stateStr: string;
  readonly health: number;
  readonly optimeDate?: Date;
}

/** What the database says of itself; fails when it does not answer within the time. */
export async function databaseStatus(timeoutMS: number): Promise<DatabaseStatus> {
  const admin = mongoose.connection.getClient().db('admin');
  const startedAt = performance.now();
  await admin.command({ ping: 1 }, { timeoutMS });
  const latencyMs = performance.now() - startedAt;
  const [hello, build, members] = await Promise.all([
    admin.command({ hello: 1 }, { timeoutMS }),
    admin.command({ buildInfo: 1 }, { timeoutMS }),
    admin.command({ replSetGetStatus: 1 }, { timeoutMS }).then(membersOf, () => null),
  ]);
  return {
    latencyMs,
    version: String(build['version']),
    replicaSet: (hello['setName'] as string | undefined) ?? null,
    writable: hello['isWritablePrimary'] === true,
    members,
  };
}

function membersOf(status: Record<string, unknown>): ReplicaMember[] {
  const members = status['members'] as Member[];
  const newest = Math.max(...members.map(({ optimeDate }) => optimeDate?.getTime() ?? 0));
  return members.map(({ name, stateStr, health, optimeDate }) => ({
    name,
    state: stateStr,
    healthy: health === 1,
    lagMs: optimeDate ? newest - optimeDate.getTime() : null,
  }));
}
