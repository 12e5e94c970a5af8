import { now } from '../../platform/clock.js';
import { emailAddressOf, emailKeyOf } from '../../platform/email-address.js';
import { change, create } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import { type Id, newId } from '../../platform/identity.js';
import { plainText } from '../../platform/plain-text.js';
import { orNotFound } from '../../platform/policy.js';
import { inTransaction, isDuplicate } from '../../platform/transaction.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import { type Credential, CredentialModel } from './credential.entity.js';
import { type CredentialService, turnOfCredential } from './credential.service.js';
import type { DeviceTokens } from './device-tokens.js';
import type { Lockout, Origin } from './lockout.js';
import { PasswordChanged, SignedInOnNewDevice } from './account.events.js';
import { deviceKeyOf } from './devices.js';
import type { EmailService } from './email.service.js';
import { TokenPurpose } from './emailed-token.entity.js';
import type { EmailedTokens } from './emailed-tokens.js';
import { hashPassword, isTooWeak, passwordFits } from './passwords.js';
import type { Proof, SessionService } from './session.service.js';
import { type User, UserModel } from './user.entity.js';
import { ProfileChanged, viewerStream } from './user.events.js';

export interface NewPerson {
  readonly _id?: Id;
  readonly email: string;
  /** `null`: somebody else vouches for them. */
  readonly password: string | null;
  readonly name: string;
}

export interface ProfileChanges {
  readonly name?: string | null;
  readonly avatarUrl?: string | null;
}

export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
}

export class PeopleService {
  constructor(
    private readonly events: Events,
    private readonly sessions: SessionService,
    private readonly lockout: Lockout,
    private readonly credentials: CredentialService,
    private readonly deviceTokens: DeviceTokens,
    private readonly emails: EmailService,
    private readonly emailedTokens: EmailedTokens,
  ) {}

  register(person: NewPerson, device: string | null = null): Promise<Proof> {
    return this.enroll(person, (user) => this.sessions.start(user, device), { device });
  }

  /** Somebody new; `welcome` belongs to the same transaction. */
  async enroll<T>(
    { _id = newId(), email, password, name }: NewPerson,
    welcome: (user: User) => Promise<T>,
    { verified = false, device = null }: { verified?: boolean; device?: string | null } = {},
  ): Promise<T> {
    const passwordHash = password === null ? null : await hashPassword(password);
    try {
      return await inTransaction(async () => {
        const user = await create(UserModel, {
          _id,
          name: plainText(name, 'input.name'),
          email: emailAddressOf(email),
          emailKey: emailKeyOf(email),
          emailVerifiedAt: verified ? now() : null,
          avatarUrl: null,
          roles: [Role.CUSTOMER],
          suspension: null,
          rightsChangedAt: null,
        });
        const devices = device === null ? [] : [deviceKeyOf(device)];
        if (passwordHash !== null) await create(CredentialModel, { _id, passwordHash, provedAt: null, passwordSetAt: null, devices });
        await this.emails.welcome(user);
        return welcome(user);
      });
    } catch (error) {
      throw isDuplicate(error, 'emailKey') ? refusal('EMAIL_TAKEN') : error;
    }
  }

  /** An unknown address and a wrong password look the same, and take the same time; and so does any password when there were too many. */
  async login(email: string, password: string, from: Origin, device: string | null = null): Promise<Proof> {
    const emailKey = emailKeyOf(email);
    const user = await UserModel.findOne({ emailKey }).lean<User>();
    const credential = await CredentialModel.findById(user?._id ?? nobody).lean<Credential>();
    const guess = await this.lockout.atLogin(emailKey, from, this.deviceTokens.read(from.deviceToken, credential));
    const fits = guess !== null && (await passwordFits(password, credential?.passwordHash ?? null));
    if (!user || !credential || !fits) throw refusal('INVALID_CREDENTIALS');
    await guess.wasRight();
    if (user.suspension) throw refusal('ACCOUNT_SUSPENDED');
    const { passwordHash } = credential;
    const stronger = isTooWeak(passwordHash) ? await hashPassword(password) : passwordHash;
    const proof = await inTransaction(
      async () => ((await this.credentials.isStillProved(credential, stronger, device)) ? this.startSession(user, credential, device) : null),
      { turnOf: turnOfCredential(user._id) },
    );
    // The password was changed, or hashed anew, while we looked.
    return proof ?? this.login(email, password, from, device);
  }

  async get(id: Id): Promise<User> {
    return orNotFound(await UserModel.findById(id).lean<User>());
  }

  async find(id: Id): Promise<User | null> {
    return UserModel.findById(id).lean<User>();
  }

  async isRegistered(email: string): Promise<boolean> {
    return (await UserModel.exists({ emailKey: emailKeyOf(email) })) !== null;
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

  /** Everybody who is in by the old password is out, but for the one who changes it. A first one is set by mail: whoever has only a session proves nothing. */
  async changePassword(viewer: Viewer, { oldPassword, newPassword }: PasswordChange): Promise<User> {
    const credential = await this.credentials.prove(viewer, oldPassword);
    const passwordHash = await hashPassword(newPassword);
    return inTransaction(
      async () => {
        await this.credentials.assertStillProved(credential, passwordHash);
        await this.sessions.endOthers(viewer);
        const user = await this.get(viewer.id);
        // Whoever knew the old password may have asked for another address.
        await this.emailedTokens.withdraw(TokenPurpose.EMAIL_VERIFICATION, viewer.id, user.email);
        await this.events.publish(new PasswordChanged({ userId: viewer.id }), [viewerStream(viewer.id)]);
        return user;
      },
      { turnOf: turnOfCredential(viewer.id) },
    );
  }

  private async startSession(user: User, { devices = [] }: Credential, device: string | null): Promise<Proof> {
    const proof = await this.sessions.start(user, device);
    const isNew = device !== null && devices.length > 0 && !devices.includes(deviceKeyOf(device));
    if (isNew) await this.events.publish(new SignedInOnNewDevice({ userId: user._id, sessionId: proof.sessionId }), [viewerStream(user._id)]);
    return proof;
  }
}

/** Asked for where there is nobody, so that this takes as long as where there is somebody. */
const nobody = '0'.repeat(24);
