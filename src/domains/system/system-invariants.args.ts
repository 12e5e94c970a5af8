import { IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, ID, Int } from 'type-graphql';

@ArgsType()
export class SystemInvariantsArgs {
  @Field(() => Int, { defaultValue: 500, description: 'How many things each check may look at; 1 to 100,000.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  limit!: number;

  @Field(() => Int, { defaultValue: 5, description: 'How many seconds all of it may take; 1 to 60. Each check has its share.' })
  @IsInt()
  @Min(1)
  @Max(60)
  seconds!: number;

  @Field(() => String, { nullable: true, description: 'The name of the only check to make; all unless told.' })
  @IsOptional()
  @MaxLength(100)
  check?: string | null;

  @Field(() => ID, { nullable: true, description: 'Go on from here: the `next` of an earlier answer of the same `check`.' })
  @IsOptional()
  @MaxLength(200)
  before?: string | null;
}
