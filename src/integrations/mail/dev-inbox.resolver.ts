import { IsOptional, MaxLength } from 'class-validator';
import { Args, ArgsType, Authorized, Field, Query, Resolver } from 'type-graphql';

import { ANYONE } from '../../graphql/authorization.js';
import { PageArgs } from '../../graphql/page.args.js';
import type { Page } from '../../platform/pagination.js';
import type { DevInbox } from './dev-inbox.js';
import { type DevMail, DevMailConnection } from './dev-mail.entity.js';

@ArgsType()
export class DevInboxArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only mail to this address; at most 254 characters.' })
  @IsOptional()
  @MaxLength(254)
  to?: string | null;
}

@Resolver()
export class DevInboxResolver {
  constructor(private readonly inbox: DevInbox) {}

  @Authorized(ANYONE)
  @Query(() => DevMailConnection, {
    description: 'Mail that did not leave, the newest first. Only in development, and only while no mail server is configured.',
  })
  devInbox(@Args(() => DevInboxArgs) { to, ...page }: DevInboxArgs): Promise<Page<DevMail>> {
    return this.inbox.list(to ?? null, page);
  }
}
