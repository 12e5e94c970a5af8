import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

import { IsEmailAddress, NotBlank } from '../../graphql/validation.js';

/** What came back from a provider, and what only the page that began the sign-in knows. */
@InputType()
abstract class SignInCodeInput {
  @Field(() => String, { description: 'The `code` in the address that the browser was sent back to. Good once, for ten minutes.' })
  @IsString()
  @MaxLength(100)
  code!: string;

  @Field(() => String, { description: 'What `codeChallenge` was made from when the sign-in began: 43 to 128 characters.' })
  @IsString()
  @Length(43, 128)
  @Matches(/^[\w.~-]+$/, { message: 'codeVerifier must consist of letters, digits and -._~' })
  codeVerifier!: string;
}

@InputType({ description: 'What came back from a provider, and what it may not have said.' })
export class SignInInput extends SignInCodeInput {
  @Field(() => String, {
    nullable: true,
    description: 'For newcomers whose provider does not say it: where to reach them. What the provider says goes before it.',
  })
  @IsOptional()
  @IsEmailAddress()
  @MaxLength(254)
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'For newcomers: what they want to be called, 1 to 80 characters; without it, what the provider says.',
  })
  @IsOptional()
  @Length(1, 80)
  @NotBlank()
  name?: string | null;
}

@InputType({ description: 'What came back from a provider, and the proof that the account is yours.' })
export class LinkSignInInput extends SignInCodeInput {
  @Field(() => String, { nullable: true, description: 'Your password, at most 200 characters; left out by those who have none.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  password?: string | null;
}
