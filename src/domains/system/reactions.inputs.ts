import { Length } from 'class-validator';
import { Field, InputType } from 'type-graphql';

import { NotBlank } from '../../graphql/validation.js';

@InputType({ description: 'Why something is to be tried again.' })
export class RetryReactionsInput {
  @Field(() => String, { description: 'Such as what was mended: 1 to 500 characters.' })
  @Length(1, 500)
  @NotBlank()
  reason!: string;
}
