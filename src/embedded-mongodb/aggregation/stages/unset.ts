import { Int32 } from 'bson';
import type { Value } from '../../bson/document.js';
import { Doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { StageDefinition } from '../stage.js';
import { projection } from './project.js';

export const $unset: StageDefinition = {
  inUpdate: true,
  inChangeStream: true,
  parse: (specification, context) => projection('$unset', specification, exclusionOf(specification), context),
};

function exclusionOf(specification: Value): Doc {
  if (typeof specification !== 'string' && !Array.isArray(specification)) throw new MongoError(31002, '$unset specification must be a string or an array');
  const paths = typeof specification === 'string' ? [specification] : specification;
  if (paths.length === 0) throw new MongoError(31119, '$unset specification must be a string or an array with at least one field');
  const exclusion = new Doc();
  for (const path of paths) {
    if (typeof path !== 'string') throw new MongoError(31120, '$unset specification must be a string or an array containing only string values');
    if (path in exclusion) throw new MongoError(31250, `Invalid $unset :: caused by :: Path collision at ${path}`);
    exclusion[path] = new Int32(0);
  }
  return exclusion;
}
