import { IsInt, IsOptional, Length, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

import { NotBlank } from '../../graphql/validation.js';
import { PageArgs } from '../../graphql/page.args.js';
import type { Id } from '../../platform/identity.js';

@InputType({ description: 'Something to say.' })
export class SendMessageInput {
  @Field(() => ID, { description: 'Where.' })
  @MaxLength(50)
  conversationId!: Id;

  @Field(() => String, { description: 'What: 1 to 4,000 characters, and not only blanks.' })
  @Length(1, 4000)
  @NotBlank()
  content!: string;

  @Field(() => String, { nullable: true, description: 'A name of your own for it, unique within what you say in this conversation; 100 characters at most. Sent again, the first message is answered.' })
  @IsOptional()
  @Length(1, 100)
  clientMessageId?: string | null;
}

@InputType({ description: 'Other words for something that was said.' })
export class EditMessageInput {
  @Field(() => ID, { description: 'Which message.' })
  @MaxLength(50)
  messageId!: Id;

  @Field(() => String, { description: 'What it should say: 1 to 4,000 characters, and not only blanks.' })
  @Length(1, 4000)
  @NotBlank()
  content!: string;
}

@InputType({ description: 'How far somebody has read.' })
export class MarkReadInput {
  @Field(() => ID, { description: 'In which conversation.' })
  @MaxLength(50)
  conversationId!: Id;

  @Field(() => Int, { description: 'The `seq` of the last message read.' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  upToSeq!: number;
}

@ArgsType()
export class MessagesArgs extends PageArgs {
  @Field(() => ID, { description: 'Of which conversation.' })
  @MaxLength(50)
  conversationId!: Id;
}
