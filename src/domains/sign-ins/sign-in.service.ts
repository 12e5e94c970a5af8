import type { OpenIdProvider } from '../../integrations/openid-connect.js';
import { now } from '../../platform/clock.js';
import { create } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import { type Id, newId } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { orNotFound } from '../../platform/policy.js';
import { Contention, inTransaction, isDuplicate } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import { type Credential, type CredentialService, type PeopleService, type Proof, type SessionService, type User, viewerStream } from '../people/index.js';
import { type SignInCode, SignInCodeModel } from './sign-in-code.entity.js';
import { type SignIn, SignInModel } from './sign-in.entity.js';
import { SignInLinked, SignInUnlinked } from './sign-in.events.js';
import { hashOf } from './sign-in-journeys.js';

export interface Claim {
  readonly code: string;
  readonly codeVerifier: string;
}

export interface Newcomer {
  readonly email?: string | null;
  readonly name?: string | null;
}

const longestName = 80;
const nameless = 'New member';

/**
 * Who comes in by a provider's word. Issuer and subject decide whose account it is and nothing else does: an address never
 * opens an account that is there already, however verified it is said to be.
 */
export class SignInService {
  constructor(
    private readonly events: Events,
    private readonly people: PeopleService,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialService,
    private readonly providers: ReadonlyMap<string, OpenIdProvider>,
  ) {}

  /** Whom one can choose from. */
  offered(): OpenIdProvider[] {
    return [...this.providers.values()];
  }

  /** The first time it makes an account. */
  signIn(claim: Claim, newcomer: Newcomer, device: string | null = null): Promise<Proof> {
    return this.inTurn(claim, async () => {
      const code = await this.redeem(claim);
      const user = (await this.known(code)) ?? (await this.enroll(code, newcomer));
      return this.sessions.start(user, device);
    });
  }

  /** Another way in is laid by whoever knows the way in that there is; it stays when this session has ended. */
  async link(viewer: Viewer, claim: Claim, password: string | null): Promise<SignIn> {
    const proved = await this.provePassword(viewer, password);
    return inTransaction(async () => {
      await this.sessions.assertAlive(viewer);
      if (proved) await this.credentials.assertStillProved(proved);
      const code = await this.redeem(claim);
      const earlier = await SignInModel.findOne(nameOf(code)).lean<SignIn>();
      if (earlier && earlier.userId !== viewer.id) throw refusal('SIGN_IN_TAKEN');
      if (earlier) return earlier;
      const signIn = await this.keep(code, viewer.id);
      await this.events.publish(new SignInLinked(aboutOf(signIn)), [viewerStream(viewer.id)]);
      return signIn;
    });
  }

  /** Writes to all there are, so that of two who give up their last two at once, one sees the other. */
  unlink(viewer: Viewer, signInId: Id): Promise<SignIn> {
    return inTransaction(async () => {
      const signIn = orNotFound(await SignInModel.findOne({ _id: signInId, userId: viewer.id }).lean<SignIn>());
      const { matchedCount } = await SignInModel.updateMany({ userId: viewer.id }, { $inc: { version: 1 } });
      if (matchedCount === 1 && !(await this.credentials.exists(viewer.id))) throw refusal('LAST_SIGN_IN');
      await SignInModel.deleteOne({ _id: signInId });
      await this.events.publish(new SignInUnlinked(aboutOf(signIn)), [viewerStream(viewer.id)]);
      return signIn;
    });
  }

  /** Whoever is coming in this way at the same moment has written to it, too: one of the two begins again. */
  async closeAll(userId: Id): Promise<void> {
    await SignInModel.deleteMany({ userId });
  }

  list(userId: Id, page: PageRequest): Promise<Page<SignIn>> {
    return pageOf(SignInModel, { userId }, page, { createdAt: -1 });
  }

  /** `null` when they have none. With the first one that they get, all their sessions end. */
  private async provePassword(viewer: Viewer, password: string | null): Promise<Credential | null> {
    if (!(await this.credentials.exists(viewer.id))) return null;
    if (password === null) throw refusal('INVALID_CREDENTIALS');
    return this.credentials.prove(viewer, password);
  }

  /** Those who come as the same person at once queue up. */
  private async inTurn<T>({ code }: Claim, work: () => Promise<T>): Promise<T> {
    const whose = await SignInCodeModel.findOne({ codeHash: hashOf(code) }, { issuer: 1, subject: 1 }).lean<SignInCode>();
    return inTransaction(work, whose ? { turnOf: `sign-in:${whose.issuer} ${whose.subject}` } : {});
  }

  private async redeem({ code, codeVerifier }: Claim): Promise<SignInCode> {
    const moment = now();
    const redeemed = await SignInCodeModel.findOneAndUpdate(
      { codeHash: hashOf(code), codeChallenge: hashOf(codeVerifier), redeemedAt: null, expiresAt: { $gt: moment } },
      { $set: { redeemedAt: moment, updatedAt: moment }, $inc: { version: 1 } },
    ).lean<SignInCode>();
    if (!redeemed) throw refusal('SIGN_IN_FAILED');
    return redeemed;
  }

  private async known(code: SignInCode): Promise<User | null> {
    const moment = now();
    const signIn = await SignInModel.findOneAndUpdate(nameOf(code), {
      $set: { lastUsedAt: moment, updatedAt: moment, email: code.email },
      $inc: { version: 1 },
    }).lean<SignIn>();
    return signIn && this.people.get(signIn.userId);
  }

  /** The sign-in before the person: who lost a race for both is to learn of the sign-in, and not that the address is taken. */
  private async enroll(code: SignInCode, newcomer: Newcomer): Promise<User> {
    const email = code.email ?? newcomer.email;
    if (email == null) throw refusal('EMAIL_REQUIRED');
    const name = newcomer.name ?? code.name?.slice(0, longestName) ?? nameless;
    const _id = newId();
    await this.keep(code, _id);
    return this.people.enroll({ _id, email, name, password: null }, (user) => Promise.resolve(user));
  }

  /** Whoever else is linking or enrolling the same at this moment: begin again, and find it. */
  private async keep({ provider, issuer, subject, email }: SignInCode, userId: Id): Promise<SignIn> {
    try {
      return await create(SignInModel, { userId, provider, issuer, subject, email, lastUsedAt: now() });
    } catch (error) {
      throw isDuplicate(error, 'subject') ? new Contention() : error;
    }
  }
}

const nameOf = ({ issuer, subject }: SignInCode) => ({ issuer, subject });

const aboutOf = ({ _id, userId, provider }: SignIn) => ({ userId, signInId: _id, provider });
