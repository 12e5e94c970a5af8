import type { Doc } from './bson/document.js';

/**
 * MongoDB's own error codes, by name (src/mongo/base/error_codes.yml of the server). Codes without a name, such as
 * 16410, are thrown by number and are called `Location16410`, as the server calls them.
 */
export const ERROR_CODES = {
  InternalError: 1, BadValue: 2, NoSuchKey: 4, HostUnreachable: 6, HostNotFound: 7, UnknownError: 8, FailedToParse: 9, CannotMutateObject: 10,
  UserNotFound: 11, UnsupportedFormat: 12, Unauthorized: 13, TypeMismatch: 14, Overflow: 15, InvalidLength: 16, ProtocolError: 17,
  AuthenticationFailed: 18, IllegalOperation: 20, InvalidBSON: 22, LockTimeout: 24, NamespaceNotFound: 26, IndexNotFound: 27,
  PathNotViable: 28, NonExistentPath: 29, RoleNotFound: 31, CannotBackfillArray: 34, ConflictingUpdateOperators: 40, CursorNotFound: 43,
  NamespaceExists: 48, DollarPrefixedFieldName: 52, InvalidIdField: 53, NotSingleValueField: 54, EmptyFieldName: 56, DottedFieldName: 57,
  CommandNotFound: 59, ImmutableField: 66, CannotCreateIndex: 67, IndexAlreadyExists: 68, InvalidOptions: 72, InvalidNamespace: 73,
  UnknownReplWriteConcern: 79, IndexOptionsConflict: 85, IndexKeySpecsConflict: 86, CannotSatisfyWriteConcern: 100, WriteConcernFailed: 64,
  FailPointSetFailed: 82, OutdatedClient: 101, ShutdownInProgress: 91, InterruptedAtShutdown: 11600, Interrupted: 11601,
  WriteConflict: 112, ConflictingOperationInProgress: 117, CommandNotSupported: 115, CappedPositionLost: 136, DocumentValidationFailure: 121,
  CommandNotSupportedOnView: 166, OptionNotSupportedOnView: 167, InvalidPipelineOperator: 168, CannotIndexParallelArrays: 171, AmbiguousIndexKeyPattern: 181, InvalidIndexSpecificationOption: 197,
  InvalidUUID: 207, QueryExceededMemoryLimitNoDiskUseAllowed: 292, InvalidResumeToken: 260, ExceededTimeLimit: 262, TooManyLogicalSessions: 261,
  MaxTimeMSExpired: 50, OperationNotSupportedInTransaction: 263, NoSuchTransaction: 251, TransactionTooOld: 225, TransactionCommitted: 256,
  TransactionCoordinatorSteppingDown: 244, SnapshotUnavailable: 246, SnapshotTooOld: 239, PreparedTransactionInProgress: 267,
  ChangeStreamFatalError: 280, ChangeStreamHistoryLost: 286, NoSuchSession: 206, ChangeStreamInvalidated: 284, NotWritablePrimary: 10107,
  NotPrimaryNoSecondaryOk: 13435, InvalidViewDefinition: 182, BSONObjectTooLarge: 10334, DuplicateKey: 11000, KeyNotFound: 211,
  ConversionFailure: 241, NoMatchingDocument: 47, UnsupportedOpQueryCommand: 352, NoQueryExecutionPlans: 291, IncompatibleCollationVersion: 161,
  ReadConcernMajorityNotEnabled: 148, NamespaceCannotBeSharded: 303, APIVersionError: 322, APIStrictError: 323,
  IDLDuplicateField: 40413, IDLFailedToParse: 40414, IDLUnknownField: 40415, QueryPlanKilled: 175, CursorKilled: 237, CursorInUse: 143,
  ClientDisconnect: 279, IncompleteTransactionHistory: 217, InterruptedDueToReplStateChange: 11602, StaleClusterTime: 210,
  ReadConcernMajorityNotAvailableYet: 134, OperationFailed: 96, GeoKeyExtractionFailed: 510, MechanismUnavailable: 334, TransactionExceededLifetimeLimitSeconds: 290, DatabaseDifferCase: 13297, CommandFailed: 125, GraphContainsCycle: 5, ViewDepthLimitExceeded: 165, CannotConvertIndexToUnique: 359,
  SearchNotEnabled: 31082, MergeStageNoMatchingDocument: 13113, MaxSubPipelineDepthExceeded: 232,
  InvalidDBRef: 55, NotExactValueField: 111, QueryFeatureNotAllowed: 224,
  ExceededMemoryLimit: 146, DurationOverflow: 159,
} as const;

export type ErrorName = keyof typeof ERROR_CODES;

const NAMES = new Map<number, string>(Object.entries(ERROR_CODES).map(([name, code]) => [code, name]));

/** A refusal, as the wire carries it: `code`, `codeName`, `errmsg`, and fields that some codes add. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  /** For example `keyPattern` and `keyValue` of a duplicate key. */
  readonly details: Doc | undefined;
  /** `TransientTransactionError` and its like. */
  readonly errorLabels: string[];

  constructor(code: ErrorName | number, message: string, extra: { details?: Doc; errorLabels?: string[] } = {}) {
    super(message);
    this.code = typeof code === 'number' ? code : ERROR_CODES[code];
    this.codeName = typeof code === 'number' ? (NAMES.get(code) ?? `Location${code}`) : code;
    this.details = extra.details;
    this.errorLabels = extra.errorLabels ?? [];
  }
}
