import { Int32, Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { doc, shallowCopy } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Field } from './arguments.js';
import { longOf, text, wrongType } from './arguments.js';

/** One of several words. */
export function choice(...words: string[]): Field<string> {
  return {
    read(value, field, command) {
      const word = text.read(value, field, command);
      if (!words.includes(word)) throw new MongoError('BadValue', `Enumeration value '${word}' for field '${command}.${field}' is not a valid value.`);
      return word;
    },
  };
}

export const expireAfterSeconds: Field<Long> = {
  read(value, field, command) {
    if (!isNumber(value)) throw wrongType(value, field, command, "types '[long, int, decimal, double, string]'");
    const seconds = longOf(value);
    if (seconds < 0) throw new MongoError('InvalidOptions', "'expireAfterSeconds' must be greater or equal to 0");
    return Long.fromNumber(seconds);
  },
};

const SPANS: Record<string, number> = { seconds: 3600, minutes: 86_400, hours: 2_592_000 };

/** The `timeseries` of a `create`, with its defaults. */
export function timeSeries(given: Doc): Doc {
  for (const field in given) {
    if (!['timeField', 'metaField', 'granularity', 'bucketMaxSpanSeconds', 'bucketRoundingSeconds'].includes(field)) {
      throw new MongoError('IDLUnknownField', `BSON field 'create.timeseries.${field}' is an unknown field.`);
    }
  }
  if (typeof given.timeField !== 'string') throw new MongoError('IDLFailedToParse', "BSON field 'create.timeseries.timeField' is missing but a required field");
  if (given.bucketMaxSpanSeconds !== undefined) return shallowCopy(given);
  const granularity = (given.granularity as string | undefined) ?? 'seconds';
  if (!(granularity in SPANS)) throw new MongoError('BadValue', `Enumeration value '${granularity}' for field 'create.timeseries.granularity' is not a valid value.`);
  const options = doc({ timeField: given.timeField });
  if (given.metaField !== undefined) options.metaField = given.metaField;
  options.granularity = granularity;
  options.bucketMaxSpanSeconds = new Int32(SPANS[granularity]!);
  return options;
}
