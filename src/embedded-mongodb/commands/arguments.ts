import type { Binary, Decimal128, Double, Int32 } from 'bson';
import { Long } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { checkCollectionName } from './namespace.js';

/**
 * How one field of a command is read. A command declares its fields once, and gets them checked and typed:
 *
 *     const readArguments = fieldsOf('distinct', { distinct: collectionName, key: required(text), query: object });
 */
export interface Field<T> {
  read(value: Value, field: string, command: string): T;
  required?: boolean;
}

type Fields = Record<string, Field<unknown>>;

/** What `fieldsOf` reads. A field that may be absent is undefined then. */
export type Arguments<F extends Fields> = {
  [K in keyof F]: F[K] extends { required: true } & Field<infer T> ? T : F[K] extends Field<infer T> ? T | undefined : never;
};

/** Fields that every command takes. Dispatch looks at them, commands do not. */
export const GENERIC_FIELDS = new Set([
  '$db', 'lsid', 'txnNumber', 'txnUUID', 'stmtId', 'autocommit', 'startTransaction', 'coordinator', '$clusterTime', '$readPreference', 'readConcern',
  'writeConcern', 'maxTimeMS', 'maxTimeMSOpOnly', 'comment', 'apiVersion', 'apiStrict', 'apiDeprecationErrors', 'help', '$client', '$audit',
  '$configServerState', '$configTime', '$topologyTime', '$queryOptions', '$replData', '$oplogQueryData', '$gossip_timestamp', 'shardVersion', 'databaseVersion',
  'readPreference', 'serialization_context', '$tenant', 'mayBypassWriteBlocking', 'rawData', 'versionContext', 'operationKey', 'clientOperationKey',
  'allowImplicitCollectionCreation', 'requestGossipRoutingCache', 'traceCtx', 'isTimeseriesNamespace', 'expectPrefix',
]);

/**
 * Reads a command's fields strictly: an unknown field, a wrong type or a missing field is refused with MongoDB's codes.
 * @param unstable fields that are not part of the Stable API
 */
export function fieldsOf<F extends Fields>(command: string, fields: F, unstable: readonly (keyof F & string)[] = []): (request: Doc) => Arguments<F> {
  const requiredNames = Object.keys(fields).filter((name) => fields[name]!.required);
  return (request) => {
    const out: Record<string, unknown> = {};
    for (const name in request) {
      const field = Object.hasOwn(fields, name) ? fields[name]! : undefined;
      if (!field) {
        if (GENERIC_FIELDS.has(name)) continue;
        throw new MongoError('IDLUnknownField', `BSON field '${command}.${name}' is an unknown field.`);
      }
      const value = request[name];
      // "If the type is wrong, ignore Null and Undefined values" (the server's IDL parser), except where they are values themselves.
      if ((value === null || value === undefined) && !(field as { takesNull?: boolean }).takesNull) continue;
      if (request['apiStrict'] === true && unstable.includes(name)) {
        throw new MongoError('APIStrictError', `BSON field '${name}' is not allowed with apiStrict:true.`);
      }
      out[name] = field.read(value, name, command);
    }
    for (const name of requiredNames) {
      if (out[name] === undefined) throw new MongoError('IDLFailedToParse', `BSON field '${command}.${name}' is missing but a required field`);
    }
    return out as Arguments<F>;
  };
}

export function required<T>(field: Field<T>): Field<T> & { required: true } {
  return { ...field, required: true };
}

export function wrongType(value: Value, field: string, command: string, expected: string): MongoError {
  return new MongoError('TypeMismatch', `BSON field '${command}.${field}' is the wrong type '${typeOf(value)}', expected ${expected}`);
}

const NUMBERS = "types '[long, int, decimal, double]'";

/** The server's safeInt64: any number, cut to an integer within the range of a long. */
export function longOf(value: Int32 | Double | Long | Decimal128): number {
  if (value instanceof Long) return value.toNumber();
  const plain = value._bsontype === 'Decimal128' ? Number(value.toString()) : Number((value as Int32 | Double).value);
  if (Number.isNaN(plain)) return 0;
  return Math.max(-(2 ** 63), Math.min(2 ** 63, Math.trunc(plain)));
}

export const int: Field<number> = {
  read(value, field, command) {
    if (!isNumber(value)) throw wrongType(value, field, command, NUMBERS);
    return longOf(value);
  },
};

export function atLeast(least: number, field: Field<number> = int): Field<number> {
  return {
    read(value, name, command) {
      const number = field.read(value, name, command);
      if (number < least) throw new MongoError('BadValue', `BSON field '${name}' value must be >= ${least}, actual value '${number}'`);
      return number;
    },
  };
}

/** The server's safeBool. */
export const looseBoolean: Field<boolean> = {
  read(value, field, command) {
    if (typeof value === 'boolean') return value;
    if (!isNumber(value)) throw wrongType(value, field, command, "types '[bool, long, int, decimal, double]'");
    return value._bsontype === 'Decimal128' ? Number(value.toString()) !== 0 : value._bsontype === 'Long' ? !value.isZero() : Number(value.value) !== 0;
  },
};

export const boolean: Field<boolean> = {
  read(value, field, command) {
    if (typeof value !== 'boolean') throw wrongType(value, field, command, "type 'bool'");
    return value;
  },
};

export const text: Field<string> = {
  read(value, field, command) {
    if (typeof value !== 'string') throw wrongType(value, field, command, "type 'string'");
    return value;
  },
};

export const object: Field<Doc> = {
  read(value, field, command) {
    if (!isDoc(value)) throw wrongType(value, field, command, "type 'object'");
    return value;
  },
};

export const array: Field<Value[]> = {
  read(value, field, command) {
    if (!Array.isArray(value)) throw wrongType(value, field, command, "type 'array'");
    return value;
  },
};

export const arrayOfObjects: Field<Doc[]> = {
  read(value, field, command) {
    const items = array.read(value, field, command);
    items.forEach((item, i) => { if (!isDoc(item)) throw wrongType(item, `${field}.${i}`, command, "type 'object'"); });
    return items as Doc[];
  },
};

/** An index's name or its key pattern. */
export const hint: Field<Doc | string> = {
  read(value) {
    if (typeof value !== 'string' && !isDoc(value)) throw new MongoError('FailedToParse', 'Hint must be a string or an object');
    return value;
  },
};

/** Takes anything, to be looked at by whoever uses it. */
export const anything: Field<Value> & { takesNull: true } = { takesNull: true, read: (value) => value };

/** The name of a collection in the command's first field. */
export const collectionName: Field<string> & { required: true; takesNull: true } = {
  required: true,
  takesNull: true,
  read(value) {
    if (typeof value !== 'string') throw new MongoError('InvalidNamespace', `Collection name has invalid type ${typeOf(value)}`);
    return checkCollectionName(value);
  },
};

/** The name of a collection, or its UUID, as `find` and `aggregate` take it. */
export const collectionNameOrUuid: Field<string | Binary> & { required: true; takesNull: true } = {
  required: true,
  takesNull: true,
  read(value, field, command) {
    if (typeOf(value) === 'binData') return value as Binary;
    return collectionName.read(value, field, command);
  },
};
