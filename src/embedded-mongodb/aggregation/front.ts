import { doc } from '../bson/document.js';
import type { Front } from './environment.js';
import type { Stage } from './stage.js';

/** Takes off the first stages what the planner can answer: filters, a sort, a skip, a limit, or a `$geoNear`. */
export function takeFront(stages: readonly Stage[]): { front: Front; rest: Stage[] } {
  let front: Front = {};
  let taken = 0;
  while (taken < stages.length) {
    const more = stages[taken]!.front;
    const joined = more && join(front, more);
    if (joined === undefined) break;
    front = joined;
    taken += 1;
  }
  return { front, rest: stages.slice(taken) };
}

/** A front that does one thing more, if its order of filter, sort, skip and limit allows it. */
function join(front: Front, more: Front): Front | undefined {
  const { filter, sort, skip, limit, geoNear } = front;
  if (more.geoNear !== undefined) return { geoNear: more.geoNear };
  if (more.filter !== undefined) {
    if (geoNear !== undefined || sort !== undefined || skip !== undefined || limit !== undefined) return undefined;
    return { ...front, filter: filter === undefined ? more.filter : doc({ $and: [filter, more.filter] }) };
  }
  if (more.sort !== undefined) {
    if (geoNear !== undefined || skip !== undefined || limit !== undefined || sort !== undefined) return undefined;
    return { ...front, sort: more.sort };
  }
  if (more.skip !== undefined) return limit === undefined ? { ...front, skip: (skip ?? 0) + more.skip } : undefined;
  if (more.limit !== undefined) return { ...front, limit: Math.min(limit ?? Infinity, more.limit) };
  return undefined;
}
