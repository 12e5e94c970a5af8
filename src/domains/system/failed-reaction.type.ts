import { Field, ID, Int, ObjectType } from 'type-graphql';

import { AdminsOnly } from '../../graphql/admins-only.js';
import { connectionOf } from '../../graphql/connection.js';
import type { Id } from '../../platform/identity.js';

@AdminsOnly()
@ObjectType({ description: 'Something that was to be done after an event, such as mail, and was given up. It stays until `retryFailedReactions`.' })
export class FailedReaction {
  @Field(() => ID, { description: 'The same as long as it is not done; lines of the log name it as `job`.' })
  id!: Id;

  @Field(() => String, { description: 'The name of the reaction, such as `account-mail`.' })
  reaction!: string;

  @Field(() => ID, { description: 'The event it reacts to.' })
  eventId!: Id;

  @Field(() => String, { description: 'What happened: the name of a kind of event, also of one that this server no longer knows.' })
  eventKind!: string;

  @Field(() => Date, { description: 'When that happened.' })
  happenedAt!: Date;

  @Field(() => Int, { description: 'How often it was tried since it came, or was last asked for again; 1 when there was no hope in repeating it.' })
  attempts!: number;

  @Field(() => String, { description: 'Why it failed the last time, without addresses and secrets: 500 characters at most.' })
  error!: string;
}

export const FailedReactionConnection = connectionOf(FailedReaction, 'FailedReaction');
