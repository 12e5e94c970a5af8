import type { Model, UpdateQuery } from 'mongoose';

import { now } from '../clock.js';
import { refusal } from '../errors/index.js';
import { assertExpected } from '../expected-version.js';
import { newId } from '../identity.js';
import { assertMove, type Lifecycle } from '../lifecycle.js';
import { Contention, currentTransaction, meetsOthersAt } from '../transaction.js';
import { insertLast } from '../write-last.js';
import type { Entity } from './entity.js';

/** The fields a new entity starts with; id, version and times come by themselves. */
export type NewEntity<T extends Entity> = Omit<T, keyof Entity> & Partial<Pick<T, '_id'>>;

export async function create<T extends Entity>(model: Model<T>, fields: NewEntity<T>): Promise<T> {
  const moment = now();
  const [document] = await model.create([{ createdAt: moment, updatedAt: moment, ...fields } as never]);
  const entity = document!.toObject() as T;
  remember(entity);
  return entity;
}

/** The same at the end of the transaction, in one go with the others of its kind: see `insertLast`. */
export function createLast<T extends Entity>(model: Model<T>, fields: NewEntity<T>): T {
  const entity = newEntity<T>(fields);
  insertLast(model, entity);
  return entity;
}

/** One that is still to be inserted, in this transaction. */
export function newEntity<T extends Entity>(fields: NewEntity<T>): T {
  const moment = now();
  const entity = { _id: newId(), version: 1, createdAt: moment, updatedAt: moment, ...fields } as T;
  remember(entity);
  return entity;
}

/**
 * One compare-and-set write: it happens only if the entity still is what was read.
 * Answers the entity as it is now; refuses with VERSION_CONFLICT and the current version.
 */
export async function change<T extends Entity>(model: Model<T>, entity: T, update: UpdateQuery<T>): Promise<T> {
  assertExpected(entity, currentTransaction()?.written);
  const changed = await compareAndSet(model, entity, update);
  if (changed) return changed;
  const current = await versionOf(model, entity);
  throw current === null ? refusal('NOT_FOUND') : refusal('VERSION_CONFLICT', { current });
}

/** A move along a lifecycle, as one compare-and-set write on `status`. */
export async function move<State extends string, T extends Entity & { status: State }>(
  model: Model<T>,
  lifecycle: Lifecycle<State>,
  entity: T,
  to: State,
  also: UpdateQuery<T> = {},
): Promise<T> {
  assertExpected(entity, currentTransaction()?.written);
  assertMove(lifecycle, entity.status, to);
  return change(model, entity, { ...also, $set: { ...also.$set, status: to } } as UpdateQuery<T>);
}

/** The same move for many at once: all of them make it, or the transaction begins again. */
export async function moveAll<State extends string, T extends Entity & { status: State }>(
  model: Model<T>,
  lifecycle: Lifecycle<State>,
  entities: readonly T[],
  to: State,
  also: UpdateQuery<T> = {},
): Promise<void> {
  if (entities.length === 0) return;
  for (const { _id, status } of entities) {
    assertMove(lifecycle, status, to);
    meetsOthersAt(_id);
  }
  const { modifiedCount } = await (model as unknown as Model<Entity & { status: string }>).updateMany(
    { _id: { $in: entities.map(({ _id }) => _id) }, status: { $in: [...new Set(entities.map(({ status }) => status))] } },
    { ...also, $set: { ...also.$set, status: to, updatedAt: now() }, $inc: { ...also.$inc, version: 1 } } as UpdateQuery<Entity>,
  );
  if (modifiedCount !== entities.length) throw new Contention();
}

async function compareAndSet<T extends Entity>(model: Model<T>, entity: T, update: UpdateQuery<T>): Promise<T | null> {
  meetsOthersAt(entity._id);
  const changed = (await (model as unknown as Model<Entity>)
    .findOneAndUpdate(
      { _id: entity._id, version: entity.version },
      { ...update, $set: { ...update.$set, updatedAt: now() }, $inc: { ...update.$inc, version: 1 } } as UpdateQuery<Entity>,
      { returnDocument: 'after' },
    )
    .lean()) as T | null;
  if (changed) remember(changed);
  return changed;
}

async function versionOf<T extends Entity>(model: Model<T>, entity: T): Promise<number | null> {
  const current = await (model as unknown as Model<Entity>).findById(entity._id, { version: 1 }).lean<Pick<Entity, 'version'>>();
  return current?.version ?? null;
}

function remember(entity: Entity): void {
  currentTransaction()?.written.set(entity._id, entity.version);
}
