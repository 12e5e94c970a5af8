import { now } from '../../platform/clock.js';
import { change, create } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import { type Id, newId } from '../../platform/identity.js';
import { plainText } from '../../platform/plain-text.js';
import { orNotFound } from '../../platform/policy.js';
import { inTransaction, isDuplicate } from '../../platform/transaction.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import { type Credential, CredentialModel } from './credential.entity.js';
import { hashPassword, isTooWeak, passwordFits } from './passwords.js';
import { type User, UserModel } from './user.entity.js';
import { ProfileChanged, viewerStream } from './user.events.js';

export interface NewPerson {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

export interface ProfileChanges {
  readonly name?: string | null;
  readonly avatarUrl?: string | null;
}

/** Somebody who has just proved who they are. */
export interface Session {
  readonly user: User;
  readonly startedAt: Date;
}

export class PeopleService {
  constructor(private readonly events: Events) {}

  async register({ email, password, name }: NewPerson): Promise<Session> {
    const passwordHash = await hashPassword(password);
    const _id = newId();
    try {
      return await inTransaction(async () => {
        const user = await create(UserModel, {
          _id,
          name: name.trim(),
          email,
          emailKey: keyOf(email),
          avatarUrl: null,
          roles: [Role.CUSTOMER],
        });
        await create(CredentialModel, { _id, passwordHash });
        return { user, startedAt: now() };
      });
    } catch (error) {
      throw isDuplicate(error, 'emailKey') ? refusal('EMAIL_TAKEN') : error;
    }
  }

  /** An unknown address and a wrong password look the same, and take the same time. */
  async login(email: string, password: string): Promise<Session> {
    const user = await UserModel.findOne({ emailKey: keyOf(email) }).lean<User>();
    const credential = user && (await CredentialModel.findById(user._id).lean<Credential>());
    const fits = await passwordFits(password, credential?.passwordHash ?? null);
    if (!user || !credential || !fits) throw refusal('INVALID_CREDENTIALS');
    if (isTooWeak(credential.passwordHash)) await this.strengthen(credential, password);
    return { user, startedAt: now() };
  }

  async get(id: Id): Promise<User> {
    return orNotFound(await UserModel.findById(id).lean<User>());
  }

  async find(id: Id): Promise<User | null> {
    return UserModel.findById(id).lean<User>();
  }

  async isRegistered(email: string): Promise<boolean> {
    return (await UserModel.exists({ emailKey: keyOf(email) })) !== null;
  }

  /** For whoever runs the server; no operation leads here. */
  appoint(userId: Id, roles: readonly Role[]): Promise<User> {
    return inTransaction(async () => change(UserModel, await this.get(userId), { $set: { roles: [...roles] } }));
  }

  updateProfile(viewer: Viewer, { name, avatarUrl }: ProfileChanges): Promise<User> {
    const stream = viewerStream(viewer.id);
    return inTransaction(
      async () => {
        const user = await this.get(viewer.id);
        const changed = await change(UserModel, user, {
          $set: { ...(name != null && { name: plainText(name, 'input.name') }), ...(avatarUrl !== undefined && { avatarUrl }) },
        });
        await this.events.publish(new ProfileChanged({ userId: user._id }), [stream]);
        return changed;
      },
      { turnOf: stream.name },
    );
  }

  private async strengthen(credential: Credential, password: string): Promise<void> {
    await change(CredentialModel, credential, { $set: { passwordHash: await hashPassword(password) } });
  }
}

const keyOf = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
