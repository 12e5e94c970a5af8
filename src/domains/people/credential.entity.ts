import { prop } from '@typegoose/typegoose';

import { Entity, modelOf } from '../../platform/entity/index.js';

/** What proves that somebody is who they say. Apart from the person, so that no read of a person can carry it. Its id is the person's. */
export class Credential extends Entity {
  @prop({ type: () => String, required: true })
  passwordHash!: string;
}

export const CredentialModel = modelOf(Credential, 'credentials');
