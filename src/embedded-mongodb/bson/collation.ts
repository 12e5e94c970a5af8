import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { LOCALE_DEFAULTS, LOCALES, VARIANTS } from './collation-locales.js';
import type { StringOrder } from './compare.js';
import { compareText } from './compare.js';
import type { BsonNumber, Value , Doc } from './document.js';
import { doc } from './document.js';
import { isNumber, typeOf } from './types.js';

/** A collation, complete. */
interface Collation {
  locale: string;
  caseLevel: boolean;
  caseFirst: 'upper' | 'lower' | 'off';
  strength: number;
  numericOrdering: boolean;
  alternate: 'non-ignorable' | 'shifted';
  maxVariable: 'punct' | 'space';
  normalization: boolean;
  backwards: boolean;
}

/** The version of the Unicode data that MongoDB orders by. It is part of every collation that is stored. */
const VERSION = '57.1';

const orders = new Map<string, StringOrder>();

/**
 * How strings compare under the `collation` of a command, a collection or an index; undefined if by their bytes.
 * @throws MongoError with MongoDB's code when the specification is malformed
 */
export function collationOf(specification: Doc | undefined): StringOrder | undefined {
  const collation = read(specification);
  if (collation === undefined) return undefined;
  const name = JSON.stringify(collation);
  let order = orders.get(name);
  if (order === undefined) orders.set(name, (order = orderOf(collation)));
  return order;
}

/** The specification with all defaults filled in, as MongoDB stores and shows it; undefined if strings compare by their bytes. */
export function completeCollation(specification: Doc | undefined): Doc | undefined {
  const collation = read(specification);
  return collation && doc({ ...collation, strength: new Int32(collation.strength), version: VERSION });
}

function read(specification: Doc | undefined): Collation | undefined {
  if (specification === undefined || Object.keys(specification).length === 0) return undefined;
  const given = readFields(specification);
  if (given.locale === undefined) throw new MongoError(40414, "BSON field 'collation.locale' is missing but a required field");
  const { locale } = given;
  if (locale === 'simple') return undefined;
  checkLocale(locale);
  const collation: Collation = {
    locale, caseLevel: false, caseFirst: 'off', strength: 3, numericOrdering: false, alternate: 'non-ignorable', maxVariable: 'punct', normalization: false, backwards: false,
    ...LOCALE_DEFAULTS[locale.replace(/@.*/, '')], ...given,
  };
  checkTogether(collation);
  return collation;
}

type Given = Partial<Collation> & { version?: string };
type Read = (value: Value, field: string) => unknown;

const READERS: Record<string, Read> = {
  locale: text, caseLevel: truth, caseFirst: oneOf('upper', 'lower', 'off'), strength, numericOrdering: truth, alternate: oneOf('non-ignorable', 'shifted'),
  maxVariable: oneOf('punct', 'space'), normalization: truth, backwards: truth, version: text,
};

function readFields(specification: Doc): Partial<Collation> {
  const given: Record<string, unknown> = {};
  for (const field of Object.keys(specification)) {
    const reader = Object.hasOwn(READERS, field) ? READERS[field] : undefined;
    if (reader === undefined) throw new MongoError(40415, `BSON field 'collation.${field}' is an unknown field.`);
    const value = specification[field];
    if (value !== null && value !== undefined) given[field] = reader(value, field);
  }
  const { version, ...collation } = given as Given;
  if (version !== undefined && version !== VERSION) {
    throw new MongoError('IncompatibleCollationVersion', `Requested collation version ${version} but the only available collator version was ${VERSION}`);
  }
  return collation;
}

function wrongType(value: Value, field: string, expected: string): MongoError {
  return new MongoError('TypeMismatch', `BSON field 'collation.${field}' is the wrong type '${typeOf(value)}', expected ${expected}`);
}

function text(value: Value, field: string): string {
  if (typeof value !== 'string') throw wrongType(value, field, "type 'string'");
  return value;
}

function truth(value: Value, field: string): boolean {
  if (typeof value !== 'boolean') throw wrongType(value, field, "type 'bool'");
  return value;
}

function oneOf(...choices: string[]): Read {
  return (value, field) => {
    const chosen = text(value, field);
    if (!choices.includes(chosen)) throw new MongoError('BadValue', `Enumeration value '${chosen}' for field 'collation.${field}' is not a valid value.`);
    return chosen;
  };
}

function strength(value: Value, field: string): number {
  if (value === undefined || value === null || !isNumber(value)) throw wrongType(value, field, "types '[decimal, double, long, int]'");
  const chosen = Math.trunc(Number((value as BsonNumber).toString()));
  if (chosen > 5) throw new MongoError('BadValue', `BSON field 'strength' value must be <= 5, actual value '${chosen}'`);
  if (!(chosen >= 1)) throw new MongoError('BadValue', `Enumeration value '${chosen}' for field 'collation.strength' is not a valid value.`);
  return chosen;
}

function checkLocale(locale: string): void {
  if (locale === '') throw new MongoError('BadValue', "Field 'locale' cannot be the empty string");
  const [, name] = /^([^@]*)(?:@collation=\w+)?$/.exec(locale) ?? [];
  if (name === undefined || !LOCALES.has(name)) throw new MongoError('BadValue', `Field 'locale' is invalid in: { locale: "${locale}" }`);
}

function checkTogether({ backwards, strength: level, caseFirst, caseLevel }: Collation): void {
  if (backwards && level === 1) throw new MongoError('BadValue', "'backwards' is invalid with 'strength' of 1");
  if (caseFirst !== 'off' && !caseLevel && level < 3) {
    throw new MongoError('BadValue', "'caseFirst' is invalid unless 'caseLevel' is on or 'strength' is greater than 2");
  }
}

/** Level by level, as far as ECMA-402 has them: `maxVariable: 'space'` is our own, and levels 4 and 5 only break ties. */
function orderOf(collation: Collation): StringOrder {
  const { alternate, maxVariable, strength: level } = collation;
  const first = collator(collation, alternate === 'shifted' && maxVariable === 'punct');
  const spaceless: StringOrder = alternate === 'shifted' && maxVariable === 'space' ? (a, b) => first(withoutSpaces(a), withoutSpaces(b)) : first;
  const ties: StringOrder[] = [];
  if (level === 4 && alternate === 'shifted') ties.push(collator(collation, false));
  if (level === 5) ties.push(collator(collation, false), compareText);
  if (ties.length === 0) return (a, b) => (a === b ? 0 : spaceless(a, b));
  return (a, b) => (a === b ? 0 : [spaceless, ...ties].reduce((order, tie) => order || tie(a, b), 0));
}

function withoutSpaces(value: string): string {
  return value.replace(/\s+/gu, '');
}

function collator(collation: Collation, ignorePunctuation: boolean): StringOrder {
  const { caseFirst, numericOrdering } = collation;
  const [locale = '', variant] = collation.locale.split('@collation=');
  const name = collation.backwards ? 'fr-CA' : locale.replace('en_US_POSIX', 'en-US-u-va-posix').replaceAll('_', '-');
  const { compare } = new Intl.Collator(variant === undefined || variant === 'search' ? name : `${name}-u-co-${VARIANTS[variant] ?? variant}`, {
    usage: variant === 'search' ? 'search' : 'sort',
    sensitivity: sensitivityOf(collation),
    caseFirst: caseFirst === 'off' ? 'false' : caseFirst,
    numeric: numericOrdering,
    ignorePunctuation,
  });
  return compare;
}

function sensitivityOf({ strength: level, caseLevel }: Collation): 'base' | 'accent' | 'case' | 'variant' {
  if (level === 1) return caseLevel ? 'case' : 'base';
  return level === 2 && !caseLevel ? 'accent' : 'variant';
}
