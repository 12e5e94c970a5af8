import type { UpdateOperator } from '../operator.js';
import { $addToSet } from './add-to-set.js';
import { $bit } from './bit.js';
import { $currentDate } from './current-date.js';
import { $inc, $mul } from './inc.js';
import { $max, $min } from './min.js';
import { $pop } from './pop.js';
import { $pull, $pullAll } from './pull.js';
import { $push } from './push.js';
import { $rename } from './rename.js';
import { $set, $setOnInsert } from './set.js';
import { $unset } from './unset.js';

/** Every update operator, by its name in MongoDB. */
export const UPDATE_OPERATORS: Readonly<Record<string, UpdateOperator>> = {
  $addToSet, $bit, $currentDate, $inc, $max, $min, $mul, $pop, $pull, $pullAll, $push, $rename, $set, $setOnInsert, $unset,
};
