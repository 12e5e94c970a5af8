import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Which entries; all of what is given must fit.' })
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: 'Done by whom.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done to what or whom.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  targetId?: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the mutation.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  action?: string | null;

  @Field(() => Date, { nullable: true, description: 'Not done before this.' })
  @IsOptional()
  since?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Done before this.' })
  @IsOptional()
  until?: Date | null;
}
