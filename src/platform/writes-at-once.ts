import mongoose, { type ClientSession, type Model, mongo } from 'mongoose';

interface Insert {
  readonly model: Model<never>;
  readonly document: object;
}

interface Update {
  readonly model: Model<never>;
  readonly filter: object;
  readonly update: object;
  readonly many: boolean;
  /** What is wrong when it finds nothing; `null` when nothing is. */
  readonly orElse: (() => Error) | null;
}

export type LastWrite = Insert | Update;

const bulkWriteSince = 25;

/** Whether the database takes writes to several collections in one command: since 8.0. */
const takesAllAtOnce = (): boolean => !refusesAllAtOnce && (mongoose.connection.getClient() as unknown as Sized).topology.commonWireVersion >= bulkWriteSince;

/** Known from the first refusal until this process ends: a database of 8.0 that still is to behave like one of 7.0, in the middle of an upgrade. */
let refusesAllAtOnce = false;
const commandNotSupported = 115;

/** What the driver knows of the database, and keeps to itself. */
interface Sized {
  readonly topology: { readonly commonWireVersion: number };
}

/** In one round trip where the database can do that, otherwise in one for each collection. What is wrong is thrown. */
export async function writeAtOnce(session: ClientSession, writes: readonly LastWrite[]): Promise<void> {
  if (writes.length === 0) return;
  if (!takesAllAtOnce()) return byCollection(session, writes);
  try {
    await inOneCommand(session, writes);
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError && error.code === commandNotSupported)) throw error;
    refusesAllAtOnce = true;
    // Nothing was written. If the refused command was the first one, the database knows of no transaction, and it begins again.
    await byCollection(session, writes);
  }
}

interface Result {
  readonly ok: number;
  readonly idx: number;
  readonly n: number;
}

async function inOneCommand(session: ClientSession, writes: readonly LastWrite[]): Promise<void> {
  const collections = [...new Set(writes.map(({ model }) => model.collection))];
  const placeOf = new Map(collections.map((collection, index) => [collection, index]));
  const reply = await mongoose.connection.getClient().db('admin').command(
    {
      bulkWrite: 1,
      ops: writes.map((write) => {
        const place = placeOf.get(write.model.collection)!;
        return 'update' in write ? { update: place, filter: write.filter, updateMods: write.update, multi: write.many } : { insert: place, document: write.document };
      }),
      nsInfo: collections.map(({ collectionName }) => ({ ns: `${mongoose.connection.name}.${collectionName}` })),
      cursor: { batchSize: writes.length },
    },
    { session },
  );
  const { firstBatch } = reply['cursor'] as { firstBatch: readonly Result[] };
  for (const result of firstBatch) {
    if (result.ok === 0) throw new mongo.MongoServerError({ ...result });
    if (result.n === 0) missed(writes[result.idx]!);
  }
}

async function byCollection(session: ClientSession, writes: readonly LastWrite[]): Promise<void> {
  for (const model of new Set(writes.map((write) => write.model))) {
    for (const some of untilSomethingMustBeFound(writes.filter((write) => write.model === model))) {
      const { matchedCount } = await model.collection.bulkWrite(some.map(operationOf) as never, { session });
      if (matchedCount === 0) missed(some[0]!);
    }
  }
}

/** Of several updates at once the database tells only the sum of what they found, so one that must find something goes alone. */
function untilSomethingMustBeFound(writes: readonly LastWrite[]): LastWrite[][] {
  const portions: LastWrite[][] = [];
  let open: LastWrite[] | null = null;
  for (const write of writes) {
    if ('update' in write && write.orElse !== null) {
      portions.push([write]);
      open = null;
    } else if (open) {
      open.push(write);
    } else {
      portions.push((open = [write]));
    }
  }
  return portions;
}

function operationOf(write: LastWrite): object {
  if (!('update' in write)) return { insertOne: { document: write.document } };
  const { filter, update } = write;
  return write.many ? { updateMany: { filter, update } } : { updateOne: { filter, update } };
}

function missed(write: LastWrite): void {
  if ('update' in write && write.orElse !== null) throw write.orElse();
}
