import { IsString, Length, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

import { IsEmailAddress, NotBlank } from '../../graphql/validation.js';
import { BusinessType } from './business.entity.js';

@InputType({ description: 'A business, and who acts for it.' })
export class RegisterBusinessInput {
  @Field(() => String, { description: 'Where to reach whoever acts for it; nobody else sees it. Upper and lower case make no difference.' })
  @IsEmailAddress()
  @MaxLength(254)
  email!: string;

  @Field(() => String, { description: 'From 8 to 200 characters.' })
  @IsString()
  @Length(8, 200)
  password!: string;

  @Field(() => String, { description: 'The first name of whoever acts for it: 1 to 80 characters, and not only blanks.' })
  @Length(1, 80)
  @NotBlank()
  firstName!: string;

  @Field(() => String, { description: 'Their last name: 1 to 80 characters, and not only blanks.' })
  @Length(1, 80)
  @NotBlank()
  lastName!: string;

  @Field(() => String, { description: 'What the business is called, also what others see: 1 to 80 characters, and not only blanks.' })
  @Length(1, 80)
  @NotBlank()
  businessName!: string;

  @Field(() => BusinessType, { description: 'What it does.' })
  businessType!: BusinessType;
}
