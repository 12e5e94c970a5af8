import { Authorized, Field, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';

import { catalogue, type ErrorCode, errorCodes, meaningOf } from '../platform/errors/index.js';
import { ANYONE } from './authorization.js';

const ErrorCodes = Object.fromEntries(errorCodes.map((code) => [code, code]));

registerEnumType(ErrorCodes, {
  name: 'ErrorCode',
  description: 'Every code that can stand in `errors[].extensions.code`. There are no others.',
  valuesConfig: Object.fromEntries(Object.entries(catalogue).map(([code, { meaning }]) => [code, { description: meaning }])),
});

@ObjectType({ description: 'What one error code means.' })
class ErrorCatalogEntry {
  @Field(() => ErrorCodes, { description: 'The code, as in `errors[].extensions.code`.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'What it means, and what stands beside it in `extensions`.' })
  meaning!: string;

  @Field(() => Boolean, { description: 'Whether the same request, sent again unchanged, can succeed.' })
  retryable!: boolean;
}

@Resolver()
export class ErrorCatalogResolver {
  @Authorized(ANYONE)
  @Query(() => [ErrorCatalogEntry], { description: 'Every error code of this API, with its meaning.' })
  errorCatalog(): ErrorCatalogEntry[] {
    return errorCodes.map((code) => ({ code, meaning: meaningOf(code).meaning, retryable: meaningOf(code).retryable }));
  }
}
