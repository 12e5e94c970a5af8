import { TokenPurpose } from '../src/domains/people/emailed-token.entity.js';
import type { Services } from '../src/services.js';
import { askUntilKnown, type Attempt, type Known } from './caller.js';
import type { Database } from './database.js';
import { type Answer, type Deed, deedOf, documentOf } from './deeds/index.js';
import type { Device, Feed } from './device.js';
import type { History, Step } from './history.js';
import { insist } from './insist.js';
import { type Actor, enter, firstPassword, type Place } from './people.js';
import type { Servers } from './servers.js';

/** Where histories are lived through. */
export interface Stage {
  readonly servers: Servers;
  readonly database: Database;
  /** For making tokens without asking; everything else goes through the servers. */
  readonly services: Services;
}

export interface Done {
  readonly kind: 'done';
  readonly answer: Answer;
  readonly copies: readonly Answer[];
  readonly expectedVersion: number | undefined;
  /** Known only when all was quiet again: nobody can tell what it came before. */
  readonly late: boolean;
}

export type Outcome =
  | Done
  | { readonly kind: 'refused'; readonly code: string }
  /** What it is about never came to be. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'unanswered' };

/** How a call went that was not answered the first time. */
export interface Trial {
  /** Of each copy. */
  readonly attempts: readonly (readonly Attempt[])[];
  /** What was known when those that come after it were sent; something else may be known now. */
  readonly atFirst: Outcome;
}

const messageEvents = ['MESSAGE_ADDED', 'MESSAGE_EDITED', 'MESSAGE_DELETED'];
const readEvents = ['CONVERSATION_READ'];

/** To every so many trades. */
const strangersListen = 4;

let plays = 0;

/** One history as it is lived through by people of its own. */
export class Play {
  actors: readonly Actor[] = [];
  readonly outcomes = new Map<number, Outcome>();
  readonly trials = new Map<number, Trial>();
  private readonly name = `play ${process.pid}-${++plays}`;
  private readonly versions = new Map<string, number>();
  private readonly doubtful: (() => Promise<void>)[] = [];

  constructor(
    readonly history: History,
    private readonly stage: Stage,
  ) {}

  async live(): Promise<void> {
    this.actors = await enter(this.history, this.stage);
    const answered = new Map<number, Promise<void>>();
    for (const step of this.history.steps) {
      const before = Promise.all(step.after.map((earlier) => answered.get(earlier)));
      answered.set(step.id, before.then(() => this.take(step)));
    }
    await Promise.all(answered.values());
    for (const settle of this.doubtful) await settle();
  }

  key = (step: Step): string => `${this.name}/${step.id}`;

  textOf = ({ id, sameAs }: Step): string => `${this.name} ${sameAs ?? id}`;

  /** The address that several people want, one of them most of all. */
  newcomersEmail = ({ who, whom }: Pick<Step, 'who' | 'whom'>): string => `newcomer-${whom ?? who}-${this.name.replace(/\W/g, '-')}@example.test`;

  feeds(): { readonly actor: Actor; readonly place: Place; readonly device: Device; readonly feed: Feed }[] {
    return this.actors.flatMap((actor) => [actor.main, actor.other].flatMap((place) => place.device.feeds.map((feed) => ({ actor, place, device: place.device, feed }))));
  }

  end(): void {
    for (const { main, other } of this.actors) for (const { device } of [main, other]) device.close();
  }

  private async take(step: Step): Promise<void> {
    const { servers, database } = this.stage;
    if (step.trouble?.kind === 'failure') await database.make(step.trouble);
    if (step.trouble?.kind === 'kill a server') servers.kill(step.trouble.server);
    const restarted = step.trouble?.kind === 'kill the database' ? database.killAndRestart() : null;
    const actor = this.actors[step.who]!;
    if (step.what === 'cut') {
      for (const { device } of [actor.main, actor.other]) device.cut();
      this.outcomes.set(step.id, { kind: 'skipped' });
    } else {
      this.outcomes.set(step.id, await this.deed(step, deedOf(step.what), actor));
    }
    await restarted;
  }

  private async deed(step: Step, deed: Deed, actor: Actor): Promise<Outcome> {
    const about = step.of.map((earlier) => this.outcomes.get(earlier));
    const answers = about.flatMap((outcome) => (outcome?.kind === 'done' ? [outcome.answer] : []));
    if (answers.length < step.of.length) return { kind: 'skipped' };
    const expectedVersion = step.insists ? this.versions.get(this.subjectOf(step, answers)) : undefined;
    const variables = { ...this.variables(step, deed, actor, answers, expectedVersion), idempotencyKey: this.key(step) };
    const token = deed.from === 'nobody' ? null : actor[deed.from].token;
    const send = (server: number, shown = token) => askUntilKnown((attempt) => this.stage.servers.url(server + attempt), { document: documentOf(deed), variables, token: shown });
    const sendAgain = () => send(step.server + 1, token && actor.lastingToken);

    const known = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, (_, copy) => send(step.server + copy)));
    const outcome = outcomeOf(known, expectedVersion);
    // One that was in doubt may still have been under way when another was refused; when all is quiet, the key tells.
    const isTrial = known.some(({ attempts, reply }) => attempts.length > 1 || reply === 'unknown');
    if (isTrial) this.trials.set(step.id, { attempts: known.map(({ attempts }) => attempts), atFirst: outcome });
    const inDoubt = outcome.kind !== 'done' && isTrial;
    const isAskedAgain = outcome.kind === 'done' && step.id % 5 === 0;
    if (inDoubt || isAskedAgain) this.doubtful.push(async () => void this.outcomes.set(step.id, outcomeOf([...known, await sendAgain()], expectedVersion, inDoubt)));
    if (outcome.kind === 'done') await this.learn(step, outcome.answer, actor);
    return outcome;
  }

  private variables(step: Step, deed: Deed, actor: Actor, answers: readonly Answer[], expectedVersion: number | undefined): object {
    const inConversation = step.what === 'say' || step.what === 'read';
    const changed = this.history.steps.find(({ id }) => id === step.of[0]);
    return deed.variables({
      ids: answers.map(({ id, conversation }) => (inConversation && conversation ? conversation.id : (id ?? ''))),
      text: this.textOf(step),
      clientMessageId: this.textOf(step),
      expectedVersion,
      upToSeq: answers[1]?.seq,
      refreshToken: actor.other.refreshToken,
      otherSessionId: actor.other.sessionId,
      whom: this.idOf(step.whom),
      email: actor.email,
      newcomersEmail: this.newcomersEmail(step),
      password: step.what === 'login' && changed ? this.passwordOf(changed) : firstPassword,
      newPassword: this.passwordOf(step),
      resetToken: actor.resetToken ?? 'there was no mail',
      verificationToken: actor.verificationToken ?? 'there was no mail',
    });
  }

  private passwordOf = (step: Step): string => `the password of ${this.textOf(step)}`;

  private idOf = (who: number | null): string => (who === null ? '' : this.actors[who]!.id);

  private subjectOf = (step: Step, answers: readonly Answer[]): string => answers[0]?.id ?? this.idOf(step.whom);

  private async learn(step: Step, { id, version, conversation }: Answer, actor: Actor): Promise<void> {
    if (id !== undefined && version !== undefined && step.what !== 'read') this.versions.set(id, Math.max(version, this.versions.get(id) ?? 0));
    if (step.what === 'forget') actor.resetToken ??= await this.openMail(TokenPurpose.PASSWORD_RESET, actor.email);
    if (step.what === 'changeEmail') actor.verificationToken ??= await this.openMail(TokenPurpose.EMAIL_VERIFICATION, actor.id);
    if (step.what !== 'propose') return;
    for (const { device } of this.listenersTo(step)) {
      device.follow('messageAdded', 'conversationId', conversation!.id, `conversation:${conversation!.id}`, messageEvents);
      device.follow('tradeChanged', 'tradeId', id!, `trade:${id!}`);
    }
    this.actors[step.whom!]!.main.device.follow('conversationRead', 'conversationId', conversation!.id, `conversation:${conversation!.id}`, readEvents);
  }

  /** Both sides; and now and then somebody whom it does not concern, or no longer does. */
  private listenersTo({ id, who, whom }: Step): Place[] {
    const curious = this.history.people === 3 && id % strangersListen === 0 ? [3 - who - whom!] : [];
    return [who, whom!, ...curious].map((each) => this.actors[each]!.main);
  }

  /** What the mail says, for whoever cannot receive any. */
  private async openMail(purpose: TokenPurpose, about: string): Promise<string | null> {
    const { emailedTokens } = this.stage.services;
    const sent = await insist(() => emailedTokens.findAbout(purpose, about));
    return sent && emailedTokens.of(sent);
  }
}

function outcomeOf(known: readonly Known[], expectedVersion: number | undefined, late = false): Outcome {
  const copies = known.flatMap(({ reply }) => (typeof reply === 'object' && 'answer' in reply ? [reply.answer] : []));
  if (copies.length > 0) return { kind: 'done', answer: copies[0]!, copies, expectedVersion, late };
  const refused = known.flatMap(({ reply }) => (typeof reply === 'object' && 'code' in reply ? [reply.code] : []));
  return refused.length > 0 ? { kind: 'refused', code: refused[0]! } : { kind: 'unanswered' };
}
