import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Field } from './arguments.js';
import { anything, boolean, fieldsOf, hint, longOf, looseBoolean, object, wrongType } from './arguments.js';
import { checkCollectionName } from './namespace.js';

const pipelineField: Field<Doc[]> & { required: true; takesNull: true } = {
  required: true,
  takesNull: true,
  read(value) {
    if (!Array.isArray(value)) throw new MongoError('TypeMismatch', 'A pipeline must be an array of objects');
    for (const stage of value) if (!isDoc(stage)) throw new MongoError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
    return value as Doc[];
  },
};

const nameField: Field<Value> & { required: true; takesNull: true } = { required: true, takesNull: true, read: (value) => value };

/** `1` stands for no collection. The name is looked at when all other fields are found to be well formed. */
function collectionOrNone(value: Value): string | null {
  if (typeof value === 'string') return checkCollectionName(value);
  if (isNumber(value) && Number(value.toString()) === 1) return null;
  if (isNumber(value)) throw new MongoError('BadValue', "Invalid command format: the 'aggregate' field must specify a collection name or 1");
  throw new MongoError('InvalidNamespace', `collection name has invalid type ${typeOf(value)}`);
}

const cursorField: Field<{ batchSize: number | undefined }> = {
  read(value) {
    if (!isDoc(value)) throw new MongoError('TypeMismatch', 'cursor field must be missing or an object');
    for (const field of Object.keys(value)) {
      if (field !== 'batchSize') throw new MongoError('IDLUnknownField', `BSON field 'cursor.${field}' is an unknown field.`);
    }
    const { batchSize } = value;
    if (batchSize === undefined || batchSize === null) return { batchSize: undefined };
    if (!isNumber(batchSize)) throw wrongType(batchSize, 'batchSize', 'cursor', "types '[long, int, decimal, double]'");
    const number = longOf(batchSize);
    if (number < 0) throw new MongoError('BadValue', `BSON field 'batchSize' value must be >= 0, actual value '${number}'`);
    return { batchSize: number };
  },
};

const readFields = fieldsOf('aggregate', {
  aggregate: nameField, pipeline: pipelineField, cursor: cursorField, explain: boolean, allowDiskUse: boolean, bypassDocumentValidation: looseBoolean,
  hint, collation: object, let: object, fromMongos: boolean, fromRouter: boolean, needsMerge: boolean, needsSortedMerge: boolean, exchange: anything,
  isMapReduceCommand: boolean, encryptionInformation: anything, querySettings: object, includeQueryStatsMetrics: boolean, requestReshardingResumeToken: boolean,
  passthroughToShard: anything, runtimeConstants: anything, $_requestResumeToken: boolean, $_resumeAfter: object, isHybridSearch: boolean,
}, ['explain', 'exchange', 'isMapReduceCommand', 'querySettings', 'requestReshardingResumeToken', '$_requestResumeToken', '$_resumeAfter']);

export const readAggregateArguments = (request: Doc): Omit<ReturnType<typeof readFields>, 'aggregate'> & { aggregate: string | null } => {
  const fields = readFields(request);
  return { ...fields, aggregate: collectionOrNone(fields.aggregate) };
};

export type AggregateArguments = ReturnType<typeof readAggregateArguments>;
