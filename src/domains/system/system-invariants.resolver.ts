import { Args, Authorized, Query, Resolver } from 'type-graphql';

import { Role } from '../../platform/viewer.js';
import { SystemInvariantsArgs } from './system-invariants.args.js';
import type { SystemInvariantsService } from './system-invariants.service.js';
import { SystemInvariants } from './system-invariants.type.js';

@Resolver()
export class SystemInvariantsResolver {
  constructor(private readonly invariants: SystemInvariantsService) {}

  @Authorized(Role.ADMIN)
  @Query(() => SystemInvariants, {
    description:
      'Whether the data are as they must be: one owner per item, one live trade per locked item, counts as counted anew, events that tell the state. ' +
      'Looks at the newest of each kind, within the time and the number given, while the system runs. Refuses with `VALIDATION_FAILED`.',
  })
  systemInvariants(@Args(() => SystemInvariantsArgs) look: SystemInvariantsArgs): Promise<SystemInvariants> {
    return this.invariants.check(look);
  }
}
