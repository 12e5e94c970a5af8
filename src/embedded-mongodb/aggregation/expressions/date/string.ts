import { MongoError } from '../../../errors.js';
import type { Result } from '../../variables.js';
import { isNullish, parseFromLast, typeName } from '../arguments.js';
import type { Build } from '../node.js';
import { Operation } from '../node.js';
import type { Operator } from '../parser.js';
import { checkReadable, checkWritable, readByFormat, writeDate } from './format.js';
import { checkZone } from './parts.js';
import { instantOf, readDate } from './text.js';
import type { TimeZone } from './time-zone.js';
import { UTC, zoneFrom } from './time-zone.js';
import { dateFrom, needDate } from './value.js';

const TO_STRING = { notAnObject: 18629, unknown: 18534, missing: { date: 18628 } };
const ISO_FORMAT = '%Y-%m-%dT%H:%M:%S.%L';

export const $dateToString: Operator = (argument, parser, name) => {
  const operands = parseFromLast(argument, parser, name, ['date', 'format', 'timezone', 'onNull'], TO_STRING);
  const build: Build = ([date, format, timezone, onNull]) => (root, variables) => {
    const value = date!(root, variables);
    const wanted = format === undefined ? undefined : format(root, variables);
    if (format !== undefined) {
      if (isNullish(wanted!)) return null;
      if (typeof wanted !== 'string') throw new MongoError(18533, `$dateToString requires that 'format' be a string, found: ${typeName(wanted!)}`);
      checkWritable(wanted);
    }
    const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
    if (zone === undefined) return null;
    if (isNullish(value)) return onNull === undefined ? null : onNull(root, variables);
    return writeDate(needDate(value).getTime(), (wanted as string | undefined) ?? defaultFormat(zone), zone);
  };
  return new Operation(operands, build, { simplify: checkZone(2) });
};

function defaultFormat(zone: TimeZone): string {
  return zone.isUtc ? `${ISO_FORMAT}Z` : ISO_FORMAT;
}

const FROM_STRING = { notAnObject: 40540, unknown: 40541, missing: { dateString: 40542 } };

export const $dateFromString: Operator = (argument, parser, name) => {
  const operands = parseFromLast(argument, parser, name, ['dateString', 'timezone', 'format', 'onNull', 'onError'], FROM_STRING);
  const build: Build = ([dateString, timezone, format, onNull, onError]) => (root, variables) => {
    const text = dateString!(root, variables);
    const wanted = format === undefined ? undefined : format(root, variables);
    if (format !== undefined && !isNullish(wanted!)) {
      if (typeof wanted !== 'string') throw new MongoError(40684, `$dateFromString requires that 'format' be a string, found: ${typeName(wanted!)}`);
      checkReadable(wanted);
    }
    const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
    if (isNullish(text)) return onNull === undefined ? null : onNull(root, variables);
    try {
      if (typeof text !== 'string') throw new MongoError('ConversionFailure', `$dateFromString requires that 'dateString' be a string, found: ${typeName(text)}`);
      if (zone === undefined || (format !== undefined && isNullish(wanted!))) return null;
      return dateFromText(text, wanted as string | undefined, zone);
    } catch (error) {
      if (onError === undefined || !(error instanceof MongoError) || error.codeName !== 'ConversionFailure') throw error;
      return onError(root, variables);
    }
  };
  return new Operation(operands, build, { simplify: checkZone(1) });
};

/** A date from its text, in the given format or in any that is known. */
export function dateFromText(text: string, format: string | undefined, zone: TimeZone = UTC): Result {
  const reading = format === undefined ? readDate(text) : readByFormat(text, format);
  return dateFrom(instantOf(reading, text, zone));
}
