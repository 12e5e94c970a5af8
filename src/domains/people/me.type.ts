import { Field, ObjectType, registerEnumType } from 'type-graphql';

import type { Id } from '../../platform/identity.js';
import { Role } from '../../platform/viewer.js';
import { User } from './user.entity.js';

registerEnumType(Role, {
  name: 'Role',
  description: 'What a person may be.',
  valuesConfig: {
    CUSTOMER: { description: 'Trades. Everybody starts as one.' },
    MERCHANT: { description: 'Runs a shop.' },
    DESIGNER: { description: 'Advises on design, in support conversations.' },
    AGENT: { description: 'Answers support conversations.' },
    ADMIN: { description: 'Oversees everything. Never obtained by registering.' },
  },
});

@ObjectType({ description: 'The acting person, as only they may see themselves.' })
export class Me {
  @Field(() => User, { description: 'What everybody sees of you.' })
  user!: User;

  @Field(() => String, { description: 'Where we reach you.' })
  email!: string;

  @Field(() => Boolean, { description: 'Whether you have proved that the address is yours; see `resendVerification`. Trading may depend on it.' })
  emailVerified!: boolean;

  @Field(() => [Role], { description: 'What you are.' })
  roles!: Role[];

  @Field(() => [String], { description: 'The operations that admit your roles, such as `Mutation.updateProfile`.' })
  capabilities!: string[];
}

@ObjectType({ description: 'Proof of who you are.' })
export class AuthPayload {
  @Field(() => User, { description: 'Who you are.' })
  user!: User;

  startedAt!: Date;
  sessionId!: Id;
  seed!: string;
  generation!: number;
}
