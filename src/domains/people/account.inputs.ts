import { IsString, Length, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

import { IsEmailAddress } from '../../graphql/validation.js';

const longestToken = 200;

@InputType({ description: 'Whose password was forgotten.' })
export class RequestPasswordResetInput {
  @Field(() => String, { description: 'The address they registered with, in any case; at most 254 characters.' })
  @IsEmailAddress()
  @MaxLength(254)
  email!: string;
}

@InputType({ description: 'What the mail brought, and the password you want.' })
export class ResetPasswordInput {
  @Field(() => String, { description: 'From the mail; at most 200 characters.' })
  @IsString()
  @MaxLength(longestToken)
  token!: string;

  @Field(() => String, { description: 'The one you want: from 8 to 200 characters.' })
  @IsString()
  @Length(8, 200)
  newPassword!: string;
}

@InputType({ description: 'What the mail brought.' })
export class VerifyEmailInput {
  @Field(() => String, { description: 'From the mail; at most 200 characters.' })
  @IsString()
  @MaxLength(longestToken)
  token!: string;
}

@InputType({ description: 'Where to reach you from now on.' })
export class ChangeEmailInput {
  @Field(() => String, { description: 'The new address; at most 254 characters.' })
  @IsEmailAddress()
  @MaxLength(254)
  newEmail!: string;

  @Field(() => String, { description: 'Your password: at most 200 characters.' })
  @IsString()
  @MaxLength(200)
  password!: string;
}
