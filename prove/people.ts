import mongoose from 'mongoose';

import { hashPassword } from '../src/domains/people/passwords.js';
import { hashOf, newSeed } from '../src/domains/people/refresh-tokens.js';
import { newId } from '../src/platform/identity.js';
import { Role } from '../src/platform/viewer.js';
import { Device } from './device.js';
import type { History } from './history.js';
import { insist } from './insist.js';
import type { Stage } from './play.js';

/** A device, the session that it is in, and what it shows for it. */
export interface Place {
  readonly sessionId: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly device: Device;
}

export interface Actor {
  readonly id: string;
  readonly email: string;
  /** Signed for a session that nobody can end: for asking, when all is over, what became of a call. */
  readonly lastingToken: string;
  readonly main: Place;
  readonly other: Place;
  /** From the mail, once there was one. */
  resetToken: string | null;
  verificationToken: string | null;
}

const names = ['Ana', 'Ben', 'Cleo', 'Dan'] as const;

export const nameOf = ({ people }: Pick<History, 'people'>, who: number): string => (who === people ? 'The administrator' : names[who]!);

export const firstPassword = 'the first password of everybody';
let firstHash: Promise<string> | undefined;

const needPassword = ['login', 'changePassword', 'forget', 'reset', 'changeEmail'];
const endSecondSession = ['endOther', 'endOthers', 'logout', 'changePassword', 'reset'];

/** Let in without the price of a password each, and without a word to the servers; everything else goes through them. */
export async function enter(history: History, stage: Stage): Promise<Actor[]> {
  const entering = Array.from({ length: history.people + (history.overseen ? 1 : 0) }, (_, who) => new Entering(history, who, stage));
  const withPassword = entering.filter(({ who }) => history.steps.some((step) => step.who === who && needPassword.includes(step.what)));
  await insert('users', entering.map(({ user }) => user));
  await insert('sessions', entering.flatMap(({ sessions }) => sessions));
  if (withPassword.length > 0) {
    const passwordHash = await (firstHash ??= hashPassword(firstPassword));
    await insert('credentials', withPassword.map(({ user }) => ({ ...fresh(user._id), passwordHash, provedAt: null, passwordSetAt: null, devices: [] })));
  }
  return entering.map((each) => each.actor());
}

const insert = (collection: string, rows: readonly { readonly _id: string }[]) =>
  insist(() => mongoose.connection.collection<{ _id: string }>(collection).bulkWrite(rows.map((replacement) => ({ replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } }))));

const fresh = (_id: string) => ({ _id, version: 1, createdAt: new Date(), updatedAt: new Date() });

const lifetime = 24 * 3600 * 1000;

class Entering {
  readonly user;
  readonly sessions;

  constructor(
    private readonly history: History,
    readonly who: number,
    private readonly stage: Stage,
  ) {
    const email = `${newId()}@example.test`;
    const roles = who === history.people ? [Role.CUSTOMER, Role.ADMIN] : [Role.CUSTOMER];
    this.user = { ...fresh(newId()), name: nameOf(history, who), email, emailKey: email, emailVerifiedAt: new Date(), avatarUrl: null, roles, suspension: null, rightsChangedAt: null };
    this.sessions = [this.session(), this.session()] as const;
  }

  actor(): Actor {
    const { user, history, who } = this;
    const [first, second] = this.sessions;
    const actor: Actor = {
      id: user._id,
      email: user.email,
      lastingToken: this.tokenOf(newId()),
      main: this.place(first, who),
      other: this.place(second, who + 1),
      resetToken: null,
      verificationToken: null,
    };
    const followed = `viewer:${user._id}`;
    actor.main.device.follow('viewerEvents', '', user._id, followed);
    const secondEnds = history.steps.some((step) => (step.who === who && endSecondSession.includes(step.what)) || (step.whom === who && step.what === 'suspend'));
    if (secondEnds) actor.other.device.follow('viewerEvents', '', user._id, followed);
    return actor;
  }

  private session() {
    const row = { ...fresh(newId()), userId: this.user._id, device: null, lastUsedAt: new Date(), expiresAt: new Date(Date.now() + lifetime), endedAt: null, seed: newSeed(), generation: 0 };
    return { ...row, tokenHash: hashOf(this.stage.services.refreshTokens.of({ ...row, sessionId: row._id })) };
  }

  private place(session: Entering['sessions'][number], server: number): Place {
    const token = this.tokenOf(session._id);
    const refreshToken = this.stage.services.refreshTokens.of({ ...session, sessionId: session._id });
    return { sessionId: session._id, token, refreshToken, device: new Device(token, server, (at) => this.stage.servers.url(at)) };
  }

  private tokenOf = (sessionId: string): string => this.stage.services.tokens.sign(this.user, sessionId, new Date());
}
