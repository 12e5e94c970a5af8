import { prop } from '@typegoose/typegoose';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

import { Entity, modelOf } from '../../platform/entity/index.js';

export enum BusinessType {
  MANUFACTURER = 'MANUFACTURER',
  WHOLESALER = 'WHOLESALER',
  DISTRIBUTOR = 'DISTRIBUTOR',
  RETAILER = 'RETAILER',
  SERVICE_PROVIDER = 'SERVICE_PROVIDER',
}
registerEnumType(BusinessType, {
  name: 'BusinessType',
  description: 'Where a business stands between making things and using them.',
  valuesConfig: {
    MANUFACTURER: { description: 'Makes goods.' },
    WHOLESALER: { description: 'Buys goods in bulk and sells them to other businesses.' },
    DISTRIBUTOR: { description: 'Sells the goods of certain manufacturers on their behalf.' },
    RETAILER: { description: 'Sells goods to those who use them.' },
    SERVICE_PROVIDER: { description: 'Sells work rather than goods.' },
  },
});

/** Its id is that of the person who acts for it. */
@ObjectType({ description: 'The business that a person acts for.' })
export class Business extends Entity {
  @Field(() => String, { description: 'What it is called.' })
  @prop({ type: () => String, required: true })
  name!: string;

  @Field(() => BusinessType, { description: 'What it does.' })
  @prop({ type: () => String, enum: BusinessType, required: true })
  type!: BusinessType;

  @Field(() => String, { description: 'The first name of whoever acts for it.' })
  @prop({ type: () => String, required: true })
  firstName!: string;

  @Field(() => String, { description: 'The last name of whoever acts for it.' })
  @prop({ type: () => String, required: true })
  lastName!: string;
}

export const BusinessModel = modelOf(Business, 'businesses');
