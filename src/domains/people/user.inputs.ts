import { IsEmail, IsOptional, IsString, IsUrl, Length, Matches, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'Somebody new.' })
export class RegisterInput {
  @Field(() => String, { description: 'Where to reach them; nobody else sees it. Upper and lower case make no difference.' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @Field(() => String, { description: 'From 8 to 200 characters.' })
  @IsString()
  @Length(8, 200)
  password!: string;

  @Field(() => String, { description: 'What they want to be called: 1 to 80 characters, and not only blanks.' })
  @Length(1, 80)
  @Matches(/\S/, { message: 'name must not be blank' })
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
}

@InputType({ description: 'What to change about oneself. What is left out stays as it is.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'What you want to be called: 1 to 80 characters, and not only blanks.' })
  @IsOptional()
  @Length(1, 80)
  @Matches(/\S/, { message: 'name must not be blank' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'An https address of your picture; `null` takes it away.' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  @MaxLength(500)
  avatarUrl?: string | null;
}
