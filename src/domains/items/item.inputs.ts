import { ArrayMaxSize, IsEnum, IsOptional, IsUrl, Length, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';

import { NotBlank } from '../../graphql/validation.js';
import { PageArgs } from '../../graphql/page.args.js';
import type { Id } from '../../platform/identity.js';
import { ItemCategory, ItemCondition, ItemStatus, LookingFor } from './item.entity.js';

const urlRules = { protocols: ['https'], require_protocol: true, require_valid_protocol: true };

@InputType({ description: 'A new item. It is available as soon as it is created.' })
export class CreateItemInput {
  @Field(() => String, { description: 'What it is called; 1 to 120 characters.' })
  @Length(1, 120)
  @NotBlank()
  title!: string;

  @Field(() => String, { defaultValue: '', description: 'What there is to say about it; 4,000 characters at most.' })
  @MaxLength(4000)
  description!: string;

  @Field(() => ItemCategory, { description: 'What kind of thing it is.' })
  @IsEnum(ItemCategory)
  category!: ItemCategory;

  @Field(() => ItemCondition, { description: 'How worn it is.' })
  @IsEnum(ItemCondition)
  condition!: ItemCondition;

  @Field(() => LookingFor, { defaultValue: LookingFor.FLEXIBLE, description: 'What you take in return.' })
  @IsEnum(LookingFor)
  lookingFor!: LookingFor;

  @Field(() => [String], { defaultValue: [], description: 'https addresses of pictures in the order to show them; 10 at most, 500 characters each.' })
  @ArrayMaxSize(10)
  @MaxLength(500, { each: true })
  @IsUrl(urlRules, { each: true })
  imageUrls!: string[];
}

@InputType({ description: 'What to change about an item. What is left out stays.' })
export class UpdateItemInput {
  @Field(() => String, { nullable: true, description: 'What it is called; 1 to 120 characters.' })
  @IsOptional()
  @Length(1, 120)
  @NotBlank()
  title?: string;

  @Field(() => String, { nullable: true, description: 'What there is to say about it; 4,000 characters at most.' })
  @IsOptional()
  @MaxLength(4000)
  description?: string;

  @Field(() => ItemCategory, { nullable: true, description: 'What kind of thing it is.' })
  @IsOptional()
  @IsEnum(ItemCategory)
  category?: ItemCategory;

  @Field(() => ItemCondition, { nullable: true, description: 'How worn it is.' })
  @IsOptional()
  @IsEnum(ItemCondition)
  condition?: ItemCondition;

  @Field(() => LookingFor, { nullable: true, description: 'What you take in return.' })
  @IsOptional()
  @IsEnum(LookingFor)
  lookingFor?: LookingFor;

  @Field(() => [String], { nullable: true, description: 'https addresses of pictures in the order to show them; 10 at most, 500 characters each.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @MaxLength(500, { each: true })
  @IsUrl(urlRules, { each: true })
  imageUrls?: string[];
}

@InputType({ description: 'Which items to show. Conditions are combined with *and*.' })
export class ItemFilter {
  @Field(() => ItemCategory, { nullable: true, description: 'Of this kind only.' })
  @IsOptional()
  @IsEnum(ItemCategory)
  category?: ItemCategory;

  @Field(() => ItemCondition, { nullable: true, description: 'In this condition only.' })
  @IsOptional()
  @IsEnum(ItemCondition)
  condition?: ItemCondition;

  @Field(() => LookingFor, { nullable: true, description: 'Whose owner takes this in return.' })
  @IsOptional()
  @IsEnum(LookingFor)
  lookingFor?: LookingFor;

  @Field(() => ID, { nullable: true, description: 'Of this owner only.' })
  @IsOptional()
  @MaxLength(50)
  ownerId?: Id;
}

@ArgsType()
export class ItemsArgs extends PageArgs {
  @Field(() => ItemFilter, { nullable: true, description: 'Which ones; all available items unless told.' })
  @IsOptional()
  @ValidateNested()
  filter?: ItemFilter | null;
}

@ArgsType()
export class MyItemsArgs extends PageArgs {
  @Field(() => ItemStatus, { nullable: true, description: 'In this status only; any status but ARCHIVED unless told.' })
  @IsOptional()
  @IsEnum(ItemStatus)
  status?: ItemStatus | null;
}
