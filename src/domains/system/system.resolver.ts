import { Authorized, Query, Resolver } from 'type-graphql';

import { Role } from '../../platform/viewer.js';
import { SystemHealth } from './system-health.type.js';
import type { SystemService } from './system.service.js';

@Resolver()
export class SystemResolver {
  constructor(private readonly system: SystemService) {}

  @Authorized(Role.ADMIN)
  @Query(() => SystemHealth, {
    description:
      'How the system does: database, connections, events, and the process that answers. Takes a second at most, whatever hangs.',
  })
  systemHealth(): Promise<SystemHealth> {
    return this.system.health();
  }
}
