import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { DomainError, type ErrorCode, type ErrorDetails, meaningOf, refusal } from '../platform/errors/index.js';
import { newId } from '../platform/identity.js';
import type { Logger } from '../platform/logger.js';

type Formatted = GraphQLFormattedError;

/** A refusal of the whole request, before any of its fields runs. */
export function refusedRequest(error: DomainError): GraphQLError {
  const { status } = meaningOf(error.code);
  return new GraphQLError(error.message, { originalError: error, extensions: status ? { http: { status } } : {} });
}

/**
 * What clients see of an error: a code of the catalogue with its details, or a mask with an id that the log has too.
 * The same for HTTP and WebSocket.
 */
export function toClientError(error: unknown, log: Logger): Formatted {
  const { locations, path } = error instanceof GraphQLError ? error.toJSON() : {};
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const original = rootCause(error);
  if (original instanceof DomainError)
    return { message: original.message, ...place, extensions: { ...original.details, code: original.code } };
  const known = original instanceof GraphQLError ? (path ? complaintAboutArgument(original) : complaintAboutRequest(original)) : null;
  if (known) return { ...known, ...place };
  return { ...masked(original, path, log), ...place };
}

export const toClientErrors = (errors: readonly unknown[], log: Logger): Formatted[] => errors.map((error) => toClientError(error, log));

/** How many seconds the caller is asked to wait, if that is what one of the errors says. */
export function retryAfterOf(errors: readonly unknown[]): number | null {
  const limited = errors.map(rootCause).find((error) => error instanceof DomainError && error.code === 'RATE_LIMITED');
  return limited ? ((limited as DomainError).details as ErrorDetails['RATE_LIMITED']).retryAfter : null;
}

/** What lies at the bottom: a refusal of ours or a failure of the code, or else what graphql-js itself has to say. */
export function rootCause(error: unknown): unknown {
  if (!(error instanceof GraphQLError) || !error.originalError) return error;
  const deeper = rootCause(error.originalError);
  return deeper instanceof GraphQLError ? error : deeper;
}

function masked(error: unknown, path: Formatted['path'], log: Logger): Formatted {
  const lookupId = newId();
  log.error({ err: error, lookupId, path }, 'Something unexpected happened.');
  const { message, details } = refusal('INTERNAL', { lookupId });
  return { message, extensions: { ...details, code: 'INTERNAL' } };
}

/** What graphql-js and Apollo say of a document or its variables, in our terms. Values are never echoed. */
function complaintAboutRequest(error: GraphQLError): Formatted | null {
  switch (error.extensions['code']) {
    case 'GRAPHQL_PARSE_FAILED':
      return complaintAboutLength(error) ?? complaint('DOCUMENT_INVALID', error.message);
    case 'GRAPHQL_VALIDATION_FAILED':
    case 'OPERATION_RESOLUTION_FAILURE':
    case 'PERSISTED_QUERY_NOT_FOUND':
    case 'PERSISTED_QUERY_NOT_SUPPORTED':
      return complaint('DOCUMENT_INVALID', withoutValues(error.message));
    case 'BAD_USER_INPUT':
      return aboutVariable(error.message);
    case 'BAD_REQUEST':
      return complaint('BAD_REQUEST', error.message);
    default:
      return error.message.startsWith('Variable "$') ? aboutVariable(error.message) : complaintAboutArgument(error);
  }
}

/** A variable that may be `null` where nothing may be: graphql-js finds that out at the field only. */
function complaintAboutArgument({ message }: GraphQLError): Formatted | null {
  const name = /^Argument "(\w+)" (?:of (?:required|non-null) type|has invalid value) /.exec(message)?.[1];
  if (name === undefined) return null;
  const reason = message.includes(' has invalid value ') ? 'is not of the right type' : 'is required';
  return complaint('VALIDATION_FAILED', meaningOf('VALIDATION_FAILED').meaning, { paths: [name], reasons: { [name]: [reason] } });
}

/** graphql-js has no code for it: it says so in words, with the number. */
export const isTooLong = ({ message }: { readonly message: string }): boolean => tooLong.test(message);

const tooLong = /Document contains more tha[nt] (\d+) tokens/;

const complaint = (code: ErrorCode, message: string, details: object = {}): Formatted => ({ message, extensions: { ...details, code } });

function complaintAboutLength({ message }: GraphQLError): Formatted | null {
  const allowed = tooLong.exec(message)?.[1];
  return allowed === undefined ? null : complaint('QUERY_TOO_COMPLEX', meaningOf('QUERY_TOO_COMPLEX').meaning, { limit: 'tokens', allowed: Number(allowed) });
}

/** Says of a variable where it is wrong and how, and never with what: `Variable "$input" got invalid value 3 at "input.title"; …`. */
function aboutVariable(message: string): Formatted {
  const place = / at "([^"]+)"; /.exec(message)?.[1] ?? /^Variable "\$(\w+)"/.exec(message)?.[1] ?? 'variables';
  const [field, reason] = fieldAndReason(message);
  const path = field === undefined ? place : `${place}.${field}`;
  return complaint('VALIDATION_FAILED', meaningOf('VALIDATION_FAILED').meaning, { paths: [path], reasons: { [path]: [reason] } });
}

function fieldAndReason(message: string): [field: string | undefined, reason: string] {
  const missing = /Field "(\w+)" of required type/.exec(message)?.[1];
  if (missing) return [missing, 'is required'];
  const unknown = /Field "(\w+)" is not defined by type/.exec(message)?.[1];
  if (unknown) return [unknown, 'is not known'];
  return [undefined, /was not provided|must not be null/.test(message) ? 'is required' : 'is not of the right type'];
}

const withoutValues = (message: string): string =>
  /found |cannot represent|invalid value/.test(message) ? 'A literal in the document is not of the type that its place expects.' : message;
