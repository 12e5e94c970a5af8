export { catalogue, type ErrorCode, errorCodes, meaningOf } from './catalogue.js';
export { DomainError, type ErrorDetails, invalid, refusal } from './domain-error.js';
