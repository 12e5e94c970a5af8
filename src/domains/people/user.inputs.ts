import { ArrayMaxSize, ArrayMinSize, IsOptional, IsString, IsUrl, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

import { IsEmailAddress, NotBlank } from '../../graphql/validation.js';
import { Role } from '../../platform/viewer.js';

@InputType({ description: 'Somebody new.' })
export class RegisterInput {
  @Field(() => String, { description: 'Where to reach them; nobody else sees it. Upper and lower case make no difference.' })
  @IsEmailAddress()
  @MaxLength(254)
  email!: string;

  @Field(() => String, { description: 'From 8 to 200 characters.' })
  @IsString()
  @Length(8, 200)
  password!: string;

  @Field(() => String, { description: 'What they want to be called: 1 to 80 characters, and not only blanks.' })
  @Length(1, 80)
  @NotBlank()
  name!: string;
}

@InputType({ description: 'Somebody coming back.' })
export class LoginInput {
  @Field(() => String, { description: 'The address they registered with, in any case.' })
  @IsString()
  @MaxLength(254)
  email!: string;

  @Field(() => String, { description: 'Their password.' })
  @IsString()
  @MaxLength(200)
  password!: string;

  @Field(() => String, { nullable: true, description: 'What an earlier login from this device answered, if there was one.' })
  @IsOptional()
  @MaxLength(200)
  deviceToken?: string | null;
}

@InputType({ description: 'The password you have, and the one you want.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The one you have.' })
  @IsString()
  @MaxLength(200)
  oldPassword!: string;

  @Field(() => String, { description: 'The one you want: from 8 to 200 characters.' })
  @IsString()
  @Length(8, 200)
  newPassword!: string;
}

@InputType({ description: 'What somebody is to be, and why.' })
export class SetRolesInput {
  @Field(() => ID, { description: 'Who.' })
  @IsString()
  @MaxLength(64)
  userId!: string;

  @Field(() => [Role], { description: 'All that they are from now on; at least one.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  roles!: Role[];

  @Field(() => String, { description: 'Why: 1 to 500 characters.' })
  @Length(1, 500)
  @NotBlank()
  reason!: string;
}

@InputType({ description: 'Who loses or regains the right to log in, and why.' })
export class SuspensionInput {
  @Field(() => ID, { description: 'Who.' })
  @IsString()
  @MaxLength(64)
  userId!: string;

  @Field(() => String, { description: 'Why: 1 to 500 characters.' })
  @Length(1, 500)
  @NotBlank()
  reason!: string;
}

@InputType({ description: 'What to change about oneself. What is left out stays as it is.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'What you want to be called: 1 to 80 characters, and not only blanks.' })
  @IsOptional()
  @Length(1, 80)
  @NotBlank()
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'An https address of your picture; `null` takes it away.' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  @MaxLength(500)
  avatarUrl?: string | null;
}
