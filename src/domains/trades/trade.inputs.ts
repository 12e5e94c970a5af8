import { ArrayMaxSize, ArrayMinSize, IsEnum, IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, ID, InputType, Int, registerEnumType } from 'type-graphql';

import { PageArgs } from '../../graphql/page.args.js';
import { AllDifferent } from '../../graphql/validation.js';
import type { Id } from '../../platform/identity.js';
import { TradeStatus } from './trade.entity.js';
import { TradeRole } from './trade.role.js';

registerEnumType(TradeRole, {
  name: 'TradeRole',
  description: 'Which side of a trade somebody is on.',
  valuesConfig: {
    REQUESTER: { description: 'Who proposed it.' },
    OWNER: { description: 'Who was asked.' },
  },
});

/** Twenty things a side keep a transaction short. */
const itemsAtMost = 20;

@InputType({ description: 'What you want, and what you give for it.' })
export class ProposeTradeInput {
  @Field(() => [ID], { description: 'Items you would like to have, all of one owner; 1 to 20.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(itemsAtMost)
  @AllDifferent()
  @MaxLength(50, { each: true })
  requestedItemIds!: Id[];

  @Field(() => [ID], { description: 'Items of yours that you give for them; 20 at most.' })
  @ArrayMaxSize(itemsAtMost)
  @AllDifferent()
  @MaxLength(50, { each: true })
  offeredItemIds!: Id[];

  @Field(() => Int, { defaultValue: 0, description: 'Credits that you add, in minor units. Credits cannot be paid yet: anything but 0 is refused.' })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  offeredCredits!: number;
}

@ArgsType()
export class MyTradesArgs extends PageArgs {
  @Field(() => TradeRole, { nullable: true, description: 'On which side you are; either unless told.' })
  @IsOptional()
  @IsEnum(TradeRole)
  role?: TradeRole | null;

  @Field(() => TradeStatus, { nullable: true, description: 'In this status only; any unless told.' })
  @IsOptional()
  @IsEnum(TradeStatus)
  status?: TradeStatus | null;
}
