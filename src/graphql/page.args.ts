import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';

import { defaultPageSize, largestPageSize, type PageRequest } from '../platform/pagination.js';

/** What every list takes. Extend it when a list takes more. */
@ArgsType()
export class PageArgs implements PageRequest {
  @Field(() => Int, {
    nullable: true,
    description: `How many from the start, or after \`after\`; ${defaultPageSize} unless told, ${largestPageSize} at most.`,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(largestPageSize)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The cursor to go on from: `pageInfo.endCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many from the end, or before `before`; instead of `first`.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(largestPageSize)
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'The cursor to go back from: `pageInfo.startCursor` of the page after.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  before?: string | null;
}
