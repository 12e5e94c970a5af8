import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

import { AdminsOnly } from '../../graphql/admins-only.js';

export enum HealthStatus {
  UP = 'UP',
  DOWN = 'DOWN',
}
registerEnumType(HealthStatus, {
  name: 'HealthStatus',
  description: 'Whether something works.',
  valuesConfig: {
    UP: { description: 'It answered, and well.' },
    DOWN: { description: 'It failed, or did not answer within a second. The log says more.' },
  },
});

@AdminsOnly()
@ObjectType({ description: 'The process that answers.' })
export class ProcessHealth {
  @Field(() => String, { description: 'The version of this server.' })
  version!: string;

  @Field(() => String, { description: 'The version of Node.js that it runs on.' })
  nodeVersion!: string;

  @Field(() => Date, { description: 'When it started.' })
  startedAt!: Date;

  @Field(() => Int, { description: 'How long ago that was, in seconds.' })
  uptimeSeconds!: number;

  @Field(() => Int, {
    description: 'How long it lets its callbacks wait, in milliseconds: the 99th percentile of the last minute. Below 50 all is well.',
  })
  eventLoopDelayMs!: number;

  @Field(() => Int, { description: 'Memory that it takes from the machine, in megabytes.' })
  memoryMb!: number;

  @Field(() => Int, { description: 'Memory that its JavaScript objects take, in megabytes.' })
  heapMb!: number;

  @Field(() => Int, { description: 'Sockets that are open to it and have said who they are.' })
  sockets!: number;

  @Field(() => Int, { description: 'Subscriptions that it serves.' })
  subscriptions!: number;
}

@AdminsOnly()
@ObjectType({ description: 'One member of the replica set.' })
export class ReplicaMemberHealth {
  @Field(() => String, { description: 'Its address.' })
  name!: string;

  @Field(() => String, { description: 'What it is now, in MongoDB’s words, such as `PRIMARY` or `SECONDARY`.' })
  state!: string;

  @Field(() => Boolean, { description: 'Whether the others hear of it.' })
  healthy!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'How far it is behind the most advanced member, in milliseconds; `null` when it cannot be known.',
  })
  lagMs!: number | null;
}

@AdminsOnly()
@ObjectType({ description: 'The database, as asked a moment ago.' })
export class DatabaseHealth {
  @Field(() => HealthStatus, { description: '`DOWN` when it does not answer, or has no primary to write to.' })
  status!: HealthStatus;

  @Field(() => Boolean, { description: 'Whether it is the one that runs within the server.' })
  embedded!: boolean;

  @Field(() => Float, { nullable: true, description: 'How long it took to answer a ping, in milliseconds; `null` when it did not.' })
  latencyMs!: number | null;

  @Field(() => String, { nullable: true, description: 'Its version; `null` when it did not answer.' })
  version!: string | null;

  @Field(() => String, { nullable: true, description: 'The name of its replica set; `null` when it did not answer, or is sharded.' })
  replicaSet!: string | null;

  @Field(() => [ReplicaMemberHealth], {
    nullable: true,
    description: 'The members of its replica set; `null` when it did not answer, or does not tell.',
  })
  members!: readonly ReplicaMemberHealth[] | null;
}

@AdminsOnly()
@ObjectType({ description: 'The connections of this process to the database.' })
export class PoolHealth {
  @Field(() => Int, { description: 'How many there may be to each of its members; see `MONGODB_POOL_SIZE`.' })
  size!: number;

  @Field(() => Int, { description: 'How many are open.' })
  open!: number;

  @Field(() => Int, { description: 'How many are in use.' })
  inUse!: number;

  @Field(() => Int, { description: 'How many operations wait for one.' })
  waiting!: number;

  @Field(() => Int, { description: 'The longest that one had to wait within the last minute or two, in milliseconds.' })
  longestWaitMs!: number;
}

@AdminsOnly()
@ObjectType({ description: 'How events reach the subscribers of this process.' })
export class OutboxHealth {
  @Field(() => HealthStatus, {
    description: '`DOWN` when the change stream is broken: events then arrive late, up to five seconds, and none is lost.',
  })
  status!: HealthStatus;

  @Field(() => Date, {
    nullable: true,
    description: 'When the newest event happened; `null` when there is none, or the database did not answer.',
  })
  newestEventAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'By how much that event is newer than the newest this process has been told of, in milliseconds; `null` when it cannot be known.',
  })
  lagMs!: number | null;

  @Field(() => Int, { description: 'How many events the slowest subscriber of this process has still to be sent.' })
  backlog!: number;
}

@AdminsOnly()
@ObjectType({ description: 'What is done about events, such as sending mail, over all processes.' })
export class ReactionsHealth {
  @Field(() => HealthStatus, { description: '`DOWN` when the database did not answer; the figures are then 0.' })
  status!: HealthStatus;

  @Field(() => Int, { description: 'How much is still to be done, or under way.' })
  waiting!: number;

  @Field(() => Int, { description: 'How much was given up, and waits for somebody to look at it.' })
  failed!: number;

  @Field(() => Float, {
    description: 'How long ago the oldest event happened that something is still to be done about, in seconds; 0 when there is none.',
  })
  lagSeconds!: number;
}

@AdminsOnly()
@ObjectType({ description: 'How the system does, as seen by the process that answers. It answers also when the database is away.' })
export class SystemHealth {
  @Field(() => Date, { description: 'When it was looked at.' })
  checkedAt!: Date;

  @Field(() => ProcessHealth, { description: 'The process that answers.' })
  process!: ProcessHealth;

  @Field(() => DatabaseHealth, { description: 'The database.' })
  database!: DatabaseHealth;

  @Field(() => PoolHealth, { description: 'The connections to it.' })
  pool!: PoolHealth;

  @Field(() => OutboxHealth, { description: 'The way of events to their subscribers.' })
  outbox!: OutboxHealth;

  @Field(() => ReactionsHealth, { description: 'What is done about events.' })
  reactions!: ReactionsHealth;
}
