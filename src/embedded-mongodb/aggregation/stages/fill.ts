import type { Value } from '../../bson/document.js';
import { Doc, doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { pathParts } from '../expressions/field-path.js';
import { isAbsent, readFields } from '../read-fields.js';
import type { Stage, StageDefinition } from '../stage.js';
import { $addFields } from './add-fields.js';
import { windowing } from './set-window-fields.js';

/** Short for `$setWindowFields` where neighbours give the value, and for `$addFields` where an expression does. */
export const $fill: StageDefinition = {
  parse(specification, context) {
    if (!isDoc(specification)) throw new MongoError('FailedToParse', `The $fill stage specification must be an object, found ${typeOf(specification)}`);
    const fields = readFields(specification, '$fill', {
      partitionBy: { either: ['object', 'string'] }, partitionByFields: 'strings', sortBy: 'object', output: { required: 'object' },
    });
    const { byNeighbours, byValue } = outputsOf(fields.output as Doc);
    const stages: Stage[] = [];
    if (Object.keys(byNeighbours).length > 0) {
      const sortBy = isAbsent(fields.sortBy) ? undefined : (fields.sortBy as Doc);
      stages.push({ name: '$setWindowFields', specification, ...windowing({ partitionBy: partitionOf(fields), sortBy, output: byNeighbours }, context) });
    } else {
      partitionOf(fields);
    }
    if (Object.keys(byValue).length > 0) stages.push($addFields.parse(byValue, context) as Stage);
    return stages;
  },
};

function partitionOf(fields: Doc): Value {
  if (isAbsent(fields.partitionByFields)) return isAbsent(fields.partitionBy) ? undefined : fields.partitionBy;
  if (!isAbsent(fields.partitionBy)) throw new MongoError(6050204, "Maximum one of 'partitionBy' and 'partitionByFields can be specified in '$fill'");
  const partition = new Doc();
  for (const field of fields.partitionByFields as string[]) {
    pathParts(field);
    partition[field] = `$${field}`;
  }
  return partition;
}

function outputsOf(output: Doc): { byNeighbours: Doc; byValue: Doc } {
  if (Object.keys(output).length === 0) throw new MongoError(6050203, "The output field in '$fill' must contain an object with at least one element");
  const byNeighbours = new Doc();
  const byValue = new Doc();
  for (const field of Object.keys(output)) {
    const section = output[field];
    if (!isDoc(section)) throw new MongoError(6050200, 'Each fill output specification must be an object with exactly one field');
    const { method, value } = readFields(section, '$fill', { value: 'any', method: 'string' });
    if ('value' in section && !isAbsent(method)) {
      throw new MongoError(6050201, "Each fill output specification must have exactly one of 'method' or 'value' fields, not both");
    }
    if ('value' in section) byValue[field] = doc({ $ifNull: [`$${field}`, value] });
    else if (!isAbsent(method)) byNeighbours[field] = doc({ [functionFor(method as string)]: `$${field}` });
  }
  return { byNeighbours, byValue };
}

function functionFor(method: string): string {
  if (method === 'locf') return '$locf';
  if (method === 'linear') return '$linearFill';
  throw new MongoError(6050202, 'Method must be either locf or linear');
}
