import { Arg, Args, Authorized, Query, Resolver } from 'type-graphql';

import { PageArgs } from '../../graphql/page.args.js';
import type { Page } from '../../platform/pagination.js';
import { Role } from '../../platform/viewer.js';
import { type AuditEntry, AuditEntryConnection } from './audit-entry.entity.js';
import { AuditFilter } from './audit.inputs.js';
import type { AuditService } from './audit.service.js';

@Resolver()
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Authorized(Role.ADMIN)
  @Query(() => AuditEntryConnection, { description: 'What administrators did, newest first.' })
  adminAuditLog(
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which; without it, everything.' }) filter: AuditFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<AuditEntry>> {
    return this.audit.list(filter ?? {}, page);
  }
}
