import type { DeedName } from './deeds/index.js';
import type { Script } from './script.js';

/** What people do about themselves, and administrators about them, while the market goes on. */
export class Accounts {
  constructor(private readonly script: Script) {}

  happen(): void {
    const { random } = this.script;
    const who = this.script.somebody();
    if (random.chance(0.2)) this.somebodyChangesTheirName(who);
    if (random.chance(0.25)) this.somebodyLosesADevice(who);
    if (random.chance(0.15)) random.pick([() => this.somebodyChangesThePassword(who), () => this.somebodyForgetsThePassword(who)])();
    if (random.chance(0.15)) random.pick([() => this.somebodyIsAppointed(who), () => this.somebodyIsSuspended(who)])();
    if (random.chance(0.05)) this.somebodyRegisters(who);
    if (random.chance(0.07)) this.othersMove(who);
    this.connectionsBreak();
  }

  private somebodyChangesTheirName(who: number): void {
    this.atOnce(who, ['profile', 'profile'], this.script.somewhere());
  }

  private somebodyLosesADevice(who: number): void {
    const { random } = this.script;
    if (random.chance(0.5)) this.atOnce(who, ['refresh', 'refresh'], this.script.somewhere());
    const ways = random.sample(random.pick([1, 1, 2]), ['endOther', 'endOthers', 'logout'] as const);
    const gone = this.atOnce(who, random.chance(0.3) ? [...ways, 'refresh'] : ways, this.script.somewhere());
    // Whoever has found the device hears nothing of this, and gets in no more.
    this.atOnce(who, ['profile'], gone);
    if (random.chance(0.4)) this.atOnce(who, ['refresh'], gone);
  }

  private somebodyChangesThePassword(who: number): void {
    const { random } = this.script;
    const after = this.script.somewhere();
    const changes = this.atOnce(who, random.chance(0.6) ? ['changePassword', 'changePassword'] : ['changePassword'], after);
    const login = random.chance(0.6) ? this.atOnce(who, ['login'], after) : [];
    this.logInAgain(who, changes, [...changes, ...login]);
  }

  private somebodyForgetsThePassword(who: number): void {
    const forgotten = this.atOnce(who, ['forget'], this.script.somewhere());
    const resets = this.atOnce(who, this.script.random.chance(0.7) ? ['reset', 'reset'] : ['reset'], forgotten);
    const login = this.script.random.chance(0.6) ? this.atOnce(who, ['login'], forgotten) : [];
    this.logInAgain(who, resets, [...resets, ...login]);
  }

  private logInAgain(who: number, changes: readonly number[], after: readonly number[]): void {
    this.script.does(who, 'login', [], { after });
    for (const change of changes) this.script.does(who, 'login', [change], { after });
  }

  private somebodyIsAppointed(whom: number): void {
    const after = this.script.somewhere();
    const { random } = this.script;
    for (let times = random.between(1, 2); times > 0; times--) this.oversee('appoint', whom, after, random.chance(0.3));
    this.atOnce(whom, ['profile'], after);
  }

  private somebodyIsSuspended(whom: number): void {
    const { random } = this.script;
    const before = this.script.somewhere();
    const suspended = [this.oversee('suspend', whom, before, random.chance(0.2))];
    if (random.chance(0.3)) suspended.push(this.oversee('suspend', whom, before, false));
    const meanwhile = this.atOnce(whom, ['profile', 'login', 'refresh'], before);
    const locked = this.atOnce(whom, ['login', 'refresh'], [...suspended, ...meanwhile]);
    const restored = this.oversee('restore', whom, locked, false);
    this.atOnce(whom, ['login'], [restored]);
  }

  private somebodyRegisters(who: number): void {
    const { random } = this.script;
    this.atOnce(who, random.sample(2, ['register', 'register', 'registerBusiness', 'registerBusiness'] as const), this.script.somewhere());
  }

  /** To the address that a newcomer may want as well. */
  private othersMove(whom: number): void {
    const after = this.script.somewhere();
    const { random } = this.script;
    const movers = this.script.others([whom]);
    const asked = movers.map((who) => this.script.does(who, 'changeEmail', [], { whom, after }));
    for (const who of movers) for (let times = random.between(1, 2); times > 0; times--) this.script.does(who, 'verify', [], { whom, after: asked });
  }

  private connectionsBreak(): void {
    for (let who = 0; who < this.script.people; who++) if (this.script.random.chance(0.4)) this.script.does(who, 'cut', [], { after: this.script.somewhere() });
  }

  private oversee(what: DeedName, whom: number, after: readonly number[], insists: boolean): number {
    return this.script.does(this.script.people, what, [], { whom, after, insists });
  }

  private atOnce(who: number, what: readonly DeedName[], after: readonly number[]): number[] {
    return what.map((each) => this.script.does(who, each, [], { after }));
  }
}
