import { collationOf } from '../../bson/collation.js';
import type { StringOrder } from '../../bson/compare.js';
import type { Doc } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Filter } from '../../query/filter.js';
import { compileFilter } from '../../query/filter.js';
import { explainMismatch } from '../../query/mismatch/index.js';
import { refuseInValidators } from '../../query/restrictions.js';
import type { Collection } from '../../storage/collection.js';

const COMPILED = new WeakMap<Doc, Filter>();

/** A measurement without its time is none. */
function checkTimeSeries({ options: { timeseries } }: Collection, document: Doc): void {
  if (timeseries === undefined) return;
  const { timeField } = timeseries as Doc;
  if (!(document[timeField as string] instanceof Date)) {
    throw new MongoError('BadValue', `'${String(timeField)}' must be present and contain a valid BSON UTC datetime value`);
  }
}

/** @throws DocumentValidationFailure when the validator of the collection says no, and is to be obeyed */
export function checkNewDocument(collection: Collection, document: Doc): void {
  checkTimeSeries(collection, document);
  const { validator, validationLevel, validationAction } = collection.options;
  if (validator === undefined || validationLevel === 'off' || validationAction === 'warn') return;
  const filter = filterOf(collection, validator as Doc);
  if (filter.matches(document)) return;
  const errInfo = explainMismatch(validator as Doc, document, stringsOf(collection.options));
  throw new MongoError('DocumentValidationFailure', 'Document failed validation', { details: doc({ errInfo }) });
}

/** With `validationLevel: 'moderate'`, a document that was not valid before need not become so. */
export function checkChangedDocument(collection: Collection, before: Doc, after: Doc): void {
  const { validator, validationLevel } = collection.options;
  if (validator === undefined) return;
  if (validationLevel === 'moderate' && !filterOf(collection, validator as Doc).matches(before)) return;
  checkNewDocument(collection, after);
}

/** A validator is compiled when it is set, so that a wrong one is refused at once. */
export function checkValidator(options: Doc): void {
  const { validator } = options;
  if (validator === undefined) return;
  refuseInValidators(validator as Doc);
  compileFilter(validator as Doc, { strings: stringsOf(options) });
}

function stringsOf({ collation }: Doc): StringOrder | undefined {
  return collationOf(collation as Doc | undefined);
}

function filterOf(collection: Collection, validator: Doc): Filter {
  let filter = COMPILED.get(validator);
  if (filter === undefined) {
    filter = compileFilter(validator, { strings: stringsOf(collection.options) });
    COMPILED.set(validator, filter);
  }
  return filter;
}
