import { prop } from '@typegoose/typegoose';

import { Entity, modelOf } from '../../platform/entity/index.js';

/** What proves that somebody is who they say. Apart from the person, so that no read of a person can carry it. Its id is the person's. */
export class Credential extends Entity {
  @prop({ type: () => String, required: true })
  passwordHash!: string;

  /** Written by each login, so that a login and a change of the password cannot both go by without seeing each other. */
  @prop({ type: () => Date, default: null })
  provedAt!: Date | null;

  /** When this became the password, unless it has been it from the beginning. What was known of an earlier one is not known of it. */
  @prop({ type: () => Date, default: null })
  passwordSetAt!: Date | null;

  /** Which kinds of device have logged in, the most recent last; hashed, and without the versions that change every month. */
  @prop({ type: () => [String], default: [] })
  devices!: string[];
}

export const CredentialModel = modelOf(Credential, 'credentials');
