import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import { ANYONE } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { WithEachAnswer } from '../../graphql/edge.js';
import { Expensive } from '../../graphql/limits.js';
import { AuthPayload, keepInCookies, Me } from '../people/index.js';
import { Business } from './business.entity.js';
import { RegisterBusinessInput } from './business.inputs.js';
import { businessById } from './business.loaders.js';
import type { BusinessService } from './business.service.js';

@Resolver()
export class BusinessResolver {
  constructor(private readonly businesses: BusinessService) {}

  @Authorized(ANYONE)
  @Expensive()
  @WithEachAnswer(keepInCookies)
  @Mutation(() => AuthPayload, {
    description:
      'Become a customer who acts for a business. It makes nobody a merchant: that takes a shop. Refuses with `EMAIL_TAKEN`, and with `VALIDATION_FAILED` for all bad fields at once.',
  })
  async registerBusiness(
    @Arg('input', () => RegisterBusinessInput, { description: 'The business, and who acts for it.' }) input: RegisterBusinessInput,
    @Ctx() { request }: Context,
  ): Promise<AuthPayload> {
    return this.businesses.register(input, request.device ?? null);
  }
}

@Resolver(() => Me)
export class MyBusinessResolver {
  @FieldResolver(() => Business, { nullable: true, description: 'The business that you act for, if you do.' })
  business(@Root() { user }: Me, @Ctx() context: Context): Promise<Business | null> {
    return context.load(businessById, user._id);
  }
}
