import { $all } from './all.js';
import { $bitsAllClear, $bitsAllSet, $bitsAnyClear, $bitsAnySet } from './bits.js';
import { $eq, $gt, $gte, $lt, $lte, $ne } from './comparison.js';
import { $alwaysFalse, $alwaysTrue, $comment, $sampleRate } from './constant.js';
import { $elemMatch } from './elemMatch.js';
import { $exists } from './exists.js';
import { $expr } from './expr.js';
import { $geoIntersects, $geoNear, $geoWithin, $near, $nearSphere, $within } from './geo.js';
import { $in, $nin } from './in.js';
import { $jsonSchema } from './json-schema/index.js';
import { $and, $nor, $or } from './logical.js';
import { $mod } from './mod.js';
import { $not } from './not.js';
import type { DocumentOperator, PathOperator } from './operator.js';
import { $options, $regex } from './regex.js';
import { $size } from './size.js';
import { $text } from './text.js';
import { $type } from './type.js';
import { $where } from './where.js';

// The operators of filters, by their names.

/** `{ <path>: { <operator>: … } }` */
export const PATH_OPERATORS: Record<string, PathOperator> = {
  $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin,
  $exists, $type,
  $all, $elemMatch, $size,
  $mod, $regex, $options,
  $bitsAllClear, $bitsAllSet, $bitsAnyClear, $bitsAnySet,
  $geoIntersects, $geoNear, $geoWithin, $near, $nearSphere, $within,
  $not,
};

/** `{ <operator>: … }` */
export const DOCUMENT_OPERATORS: Record<string, DocumentOperator> = {
  $and, $or, $nor,
  $expr, $jsonSchema, $text, $where,
  $alwaysTrue, $alwaysFalse, $comment, $sampleRate,
};

/** Operators that take what stands beside them for their own options. */
export const READS_WHOLE_SECTION: ReadonlySet<string> = new Set(['$near', '$nearSphere', '$geoNear']);
