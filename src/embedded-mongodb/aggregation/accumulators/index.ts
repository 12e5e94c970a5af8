import type { AccumulatorDefinition } from './accumulator.js';
import { $addToSet, $concatArrays, $mergeObjects, $push, $setUnion } from './collecting.js';
import { $covariancePop, $covarianceSamp } from './covariance.js';
import { $stdDevPop, $stdDevSamp } from './deviation.js';
import { $first, $firstN, $last, $lastN } from './ends.js';
import { $max, $maxN, $min, $minN } from './extremes.js';
import { $accumulator } from './javascript.js';
import { $median, $percentile } from './percentile.js';
import { $avg, $count, $sum } from './sum.js';
import { $bottom, $bottomN, $top, $topN } from './top.js';

/** The accumulators of `$group`, `$bucket` and `$bucketAuto`. */
export const ACCUMULATORS: Record<string, AccumulatorDefinition> = {
  $sum, $avg, $count, $min, $max, $minN, $maxN, $first, $last, $firstN, $lastN, $push, $addToSet, $concatArrays, $setUnion, $mergeObjects,
  $stdDevPop, $stdDevSamp, $covariancePop, $covarianceSamp, $top, $topN, $bottom, $bottomN, $median, $percentile, $accumulator,
};

