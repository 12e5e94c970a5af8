import { $abs, $add, $bitAnd, $bitNot, $bitOr, $bitXor, $ceil, $divide, $exp, $floor, $ln, $log, $log10, $mod, $multiply, $pow, $round, $sqrt, $subtract, $trunc } from './arithmetic.js';
import { $arrayElemAt, $arrayToObject, $concatArrays, $first, $in, $indexOfArray, $isArray, $last, $objectToArray, $range, $reverseArray, $size, $slice } from './array.js';
import { $and, $not, $or } from './boolean.js';
import { $cmp, $eq, $gt, $gte, $lt, $lte, $ne } from './comparison.js';
import { $cond, $ifNull, $switch } from './conditional.js';
import { $dateAdd, $dateDiff, $dateSubtract, $dateTrunc } from './date/arithmetic.js';
import { $dateFromParts, $dateToParts, $dayOfMonth, $dayOfWeek, $dayOfYear, $hour, $isoDayOfWeek, $isoWeek, $isoWeekYear, $millisecond, $minute, $month, $second, $week, $year } from './date/parts.js';
import { $dateFromString, $dateToString } from './date/string.js';
import { $convert, $isNumber, $toBool, $toDate, $toDecimal, $toDouble, $toInt, $toLong, $toObjectId, $toString, $toUUID, $type } from './convert.js';
import { $filter, $let, $map, $reduce } from './iteration.js';
import { $const, $expr, $literal } from './literal.js';
import { $meta } from './metadata.js';
import { $binarySize, $bsonSize, $function, $rand, $toHashedIndexKey, $tsIncrement, $tsSecond } from './miscellaneous.js';
import { $getField, $mergeObjects, $setField, $unsetField } from './object.js';
import type { Operator } from './parser.js';
import { $regexFind, $regexFindAll, $regexMatch } from './regex.js';
import { $replaceAll, $replaceOne, $split } from './replace.js';
import { $allElementsTrue, $anyElementTrue, $setDifference, $setEquals, $setIntersection, $setIsSubset, $setUnion } from './set.js';
import { $firstN, $lastN, $maxN, $minN } from './several.js';
import { $sortArray } from './sort-array.js';
import { $avg, $max, $median, $min, $percentile, $stdDevPop, $stdDevSamp, $sum } from './statistics.js';
import { $concat, $indexOfBytes, $indexOfCP, $strcasecmp, $strLenBytes, $strLenCP, $substr, $substrBytes, $substrCP, $toLower, $toUpper } from './string.js';
import { $acos, $acosh, $asin, $asinh, $atan, $atan2, $atanh, $cos, $cosh, $degreesToRadians, $radiansToDegrees, $sin, $sinh, $tan, $tanh } from './trigonometry.js';
import { $ltrim, $rtrim, $trim } from './trim.js';
import { $zip } from './zip.js';

/** Every expression operator, by MongoDB's name. */
export const OPERATORS: Record<string, Operator> = {
  // arithmetic
  $abs, $add, $ceil, $divide, $exp, $floor, $ln, $log, $log10, $mod, $multiply, $pow, $round, $sqrt, $subtract, $trunc,
  $bitAnd, $bitNot, $bitOr, $bitXor,
  // trigonometry
  $acos, $acosh, $asin, $asinh, $atan, $atan2, $atanh, $cos, $cosh, $degreesToRadians, $radiansToDegrees, $sin, $sinh, $tan, $tanh,
  // comparison and logic
  $cmp, $eq, $gt, $gte, $lt, $lte, $ne, $and, $not, $or, $cond, $ifNull, $switch,
  // strings
  $concat, $indexOfBytes, $indexOfCP, $ltrim, $regexFind, $regexFindAll, $regexMatch, $replaceAll, $replaceOne, $rtrim, $split, $strcasecmp,
   $strLenBytes, $strLenCP, $substr, $substrBytes, $substrCP, $toLower, $toUpper, $trim,
  // arrays
  $arrayElemAt, $arrayToObject, $concatArrays, $filter, $first, $firstN, $in, $indexOfArray, $isArray, $last, $lastN, $map, $maxN, $minN,
  $objectToArray, $range, $reduce, $reverseArray, $size, $slice, $sortArray, $zip,
  // sets
  $allElementsTrue, $anyElementTrue, $setDifference, $setEquals, $setIntersection, $setIsSubset, $setUnion,
  // dates
  $dateAdd, $dateDiff, $dateFromParts, $dateFromString, $dateSubtract, $dateToParts, $dateToString, $dateTrunc,
  $dayOfMonth, $dayOfWeek, $dayOfYear, $hour, $isoDayOfWeek, $isoWeek, $isoWeekYear, $millisecond, $minute, $month, $second, $week, $year,
  // documents
  $getField, $mergeObjects, $setField, $unsetField,
  // accumulators as expressions
  $avg, $max, $median, $min, $percentile, $stdDevPop, $stdDevSamp, $sum,
  // types
  $convert, $isNumber, $toBool, $toDate, $toDecimal, $toDouble, $toHashedIndexKey, $toInt, $toLong, $toObjectId, $toString, $toUUID, $type,
  // variables and literals
  $const, $expr, $let, $literal,
  // all else
  $binarySize, $bsonSize, $function, $meta, $rand, $tsIncrement, $tsSecond,
};
