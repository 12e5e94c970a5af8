import { create } from '../../platform/entity/index.js';
import { plainText } from '../../platform/plain-text.js';
import type { PeopleService, Proof, SessionService } from '../people/index.js';
import { BusinessModel, type BusinessType } from './business.entity.js';

export interface NewBusiness {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly businessName: string;
  readonly businessType: BusinessType;
}

export class BusinessService {
  constructor(
    private readonly people: PeopleService,
    private readonly sessions: SessionService,
  ) {}

  /** Whoever says that they are a business is a customer like others; what makes a merchant is a shop that has been verified. */
  register({ email, password, firstName, lastName, businessName, businessType }: NewBusiness, device: string | null = null): Promise<Proof> {
    const business = {
      name: plainText(businessName, 'input.businessName'),
      type: businessType,
      firstName: plainText(firstName, 'input.firstName'),
      lastName: plainText(lastName, 'input.lastName'),
    };
    return this.people.enroll({ email, password, name: business.name }, async (user) => {
      await create(BusinessModel, { _id: user._id, ...business });
      return this.sessions.start(user, device);
    });
  }
}
