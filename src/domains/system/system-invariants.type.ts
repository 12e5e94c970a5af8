import { Field, ID, Int, ObjectType } from 'type-graphql';

import { AdminsOnly } from '../../graphql/admins-only.js';

@AdminsOnly()
@ObjectType({ description: 'Something in the data that is not as it must be.' })
export class InvariantViolation {
  @Field(() => ID, { description: 'Of what it is about; what kind of thing that is, the name of the check tells.' })
  id!: string;

  @Field(() => String, { description: 'What is wrong with it, for whoever has to mend it.' })
  explanation!: string;
}

@AdminsOnly()
@ObjectType({ description: 'One promise, checked against the data.' })
export class InvariantCheck {
  @Field(() => String, { description: 'Its name: of what, and which, such as `trade.locks`.' })
  name!: string;

  @Field(() => String, { description: 'What must hold, in a sentence.' })
  promise!: string;

  @Field(() => Int, { description: 'How many things were looked at, the newest first.' })
  inspected!: number;

  @Field(() => Boolean, {
    description: 'Whether that is all there is: `false` when `limit`, the time or the number of violations cut it short.',
  })
  complete!: boolean;

  @Field(() => ID, { nullable: true, description: 'When it was cut short: ask this check again `before` it, to go on. Otherwise `null`.' })
  next!: string | null;

  @Field(() => [InvariantViolation], { description: 'Where it does not hold; 100 at most.' })
  violations!: readonly InvariantViolation[];
}

@AdminsOnly()
@ObjectType({ description: 'What must hold at any moment, checked against the data as they are.' })
export class SystemInvariants {
  @Field(() => Date, { description: 'When it was looked at.' })
  checkedAt!: Date;

  @Field(() => Int, { description: 'How long that took, in milliseconds.' })
  tookMs!: number;

  @Field(() => Boolean, { description: 'Whether everything that was looked at is as it must be.' })
  holds!: boolean;

  @Field(() => [InvariantCheck], { description: 'Each promise, and what was found.' })
  checks!: readonly InvariantCheck[];
}
