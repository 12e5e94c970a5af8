import type { Case, Done, Rule } from '../case.js';
import type { DeedName } from '../deeds/index.js';

const by = (found: Case, who: number, ...what: DeedName[]): Done[] => found.done(...what).filter(({ step }) => step.who === who);
const about = (found: Case, whom: number, ...what: DeedName[]): Done[] => found.done(...what).filter(({ step }) => step.whom === whom);
const steps = (done: readonly Done[]): string => done.map(({ step }) => step.id).join(', ') || 'none';
const sessionOf = ({ answer }: Done): string => answer.refreshToken!.split('.')[0]!;

const eachPerson = (rule: (found: Case, who: number, id: string) => ReturnType<Rule>): Rule => (found) => found.people.flatMap((id, who) => rule(found, who, id));

const newPasswords = ['changePassword', 'reset'] as const;
const overseen = ['appoint', 'suspend', 'restore'] as const;

const endingOthers = (found: Case, who: number): Done[] => by(found, who, 'endOthers', 'changePassword');

/** What ends a session of theirs. */
function endersOf(found: Case, who: number, kind: 'main' | 'other' | 'login'): Done[] {
  const all = [...by(found, who, 'reset'), ...about(found, who, 'suspend')];
  if (kind === 'main') return all;
  const allOthers = [...all, ...endingOthers(found, who)];
  return kind === 'login' ? allOthers : [...allOthers, ...by(found, who, 'endOther', 'logout')];
}

/** What certainly began before this ended it: because it was acknowledged before, or by a password that this replaced, or before who was suspended was let in again. */
function certainlyEnds(found: Case, who: number, ender: Done, login: Done): boolean {
  if (found.isBefore(login, ender)) return true;
  if (newPasswords.some((what) => what === ender.step.what)) return login.step.of.length === 0;
  return ender.step.what === 'suspend' && about(found, who, 'restore').some((restore) => found.isBefore(ender, restore) && found.isBefore(login, restore));
}

function newcomerIsWhole({ records: { credentials, sessions, businesses } }: Case, registered: Done, id: string | undefined): string[] {
  const asBusiness = registered.step.what === 'registerBusiness';
  return [
    ...(credentials.some(({ _id }) => _id === id) ? [] : [`who registered in step ${registered.step.id} has no password`]),
    ...(sessions.filter(({ userId }) => userId === id).map(({ _id }) => _id).join() === sessionOf(registered) ? [] : [`who registered in step ${registered.step.id} has not the session of that step`]),
    ...(businesses.some(({ _id }) => _id === id) === asBusiness ? [] : [`who registered in step ${registered.step.id} ${asBusiness ? 'is no business' : 'is a business'}`]),
  ];
}

export const accountRules = {
  'every acknowledged change of a person happened, and no other': eachPerson((found, who, id) => {
    const changes = [...by(found, who, 'profile', 'verify'), ...about(found, who, ...overseen)];
    const versions = changes.map(({ answer }) => answer.version!);
    const there = found.records.users.find(({ _id }) => _id === id)!;
    const [named, ruled] = [by(found, who, 'profile'), about(found, who, ...overseen)];
    const newest = named.length === 0 ? null : named.reduce((one, other) => (other.answer.version! > one.answer.version! ? other : one));
    return [
      new Set(versions).size < versions.length && `changes of ${who} were acknowledged with versions ${versions.join(', ')}`,
      there.version !== 1 + changes.length && `${who} was changed ${changes.length} times, and has version ${there.version}`,
      newest && there.name !== found.play.textOf(newest.step) && `${who} was last named by step ${newest.step.id}, and is called ${there.name}`,
      found.events(`viewer:${id}`, 'PROFILE_CHANGED').length !== named.length && `${who} has changed their name in steps ${steps(named)}, and events tell otherwise`,
      found.events(`viewer:${id}`, 'RIGHTS_CHANGED').length !== ruled.length && `the rights of ${who} changed in steps ${steps(ruled)}, and events tell otherwise`,
      found.records.auditEntries.filter(({ targetId }) => targetId === id).length !== ruled.length && `the rights of ${who} changed in steps ${steps(ruled)}, and the audit tells otherwise`,
    ];
  }),

  'of all who replace a password at once, one succeeds': eachPerson((found, who, id) => {
    const replaced = by(found, who, ...newPasswords);
    return [
      replaced.length > 1 && `steps ${steps(replaced)} have all replaced the first password of ${who}`,
      found.events(`viewer:${id}`, 'PASSWORD_CHANGED').length !== replaced.length && `${who} has replaced the password in steps ${steps(replaced)}, and events tell otherwise`,
    ];
  }),

  'who has the password gets in, and nobody else': eachPerson((found, who) => {
    const replaced = by(found, who, ...newPasswords);
    const suspensions = about(found, who, 'suspend');
    return found.deeds.flatMap((login) => {
      const { step, outcome } = login;
      if (step.who !== who || step.what !== 'login' || outcome.kind === 'skipped') return false;
      const isFirst = step.of.length === 0;
      if (outcome.kind === 'done') return !outcome.late && [
        isFirst && replaced.some((change) => found.isBefore(change, login)) && `step ${step.id} got in with a password that had been replaced`,
        about(found, who, 'restore').some((restore) => found.isAnsweredBefore(login, restore) && suspensions.some((suspension) => found.isBefore(suspension, login))) && `step ${step.id} got in while suspended`,
      ];
      const isRight = isFirst ? replaced.length === 0 : replaced.every((change) => change.step.id === step.of[0] && found.isBefore(change, login));
      const isWelcome = suspensions.every((suspension) => about(found, who, 'restore').some((restore) => found.isBefore(suspension, restore) && found.isBefore(restore, login)));
      return isRight && isWelcome && `step ${step.id} did not get in, with the right password`;
    });
  }),

  'every login is a session, and there are no others': eachPerson((found, who, id) => {
    const actor = found.play.actors[who]!;
    const told = [actor.main.sessionId, actor.other.sessionId, ...by(found, who, 'login').map(sessionOf)].sort().join();
    const there = found.records.sessions.flatMap(({ _id, userId }) => (userId === id ? [_id] : [])).sort().join();
    return [told !== there && `${who} should have the sessions ${told}, and has ${there}`];
  }),

  'a session ends when that is acknowledged, and not by itself': eachPerson((found, who) => {
    const actor = found.play.actors[who]!;
    const isOver = (sessionId: string) => found.records.sessions.find(({ _id }) => _id === sessionId)?.endedAt != null;
    return [
      ...(['main', 'other'] as const).map((place) => {
        const enders = endersOf(found, who, place);
        // Asked for again when all is quiet, from no session that there is, it may have ended this one as well.
        if (place === 'main' && enders.length === 0 && endingOthers(found, who).some(({ late }) => late)) return false;
        return isOver(actor[place].sessionId) !== enders.length > 0 && `the ${place} session of ${who} was ended by steps ${steps(enders)}, and is ${enders.length > 0 ? 'there' : 'over'}`;
      }),
      ...by(found, who, 'login').flatMap((login) => {
        const enders = endersOf(found, who, 'login');
        const over = isOver(sessionOf(login));
        const certain = enders.filter((ender) => certainlyEnds(found, who, ender, login));
        return [
          !over && certain.length > 0 && `the session of step ${login.step.id} was ended by steps ${steps(certain)}, and is there`,
          over && enders.every((ender) => found.isBefore(ender, login)) && `the session of step ${login.step.id} is over, and nobody ended it`,
        ];
      }),
    ];
  }),

  'a refresh token has one successor, and none once its session is over': eachPerson((found, who) => {
    const { other } = found.play.actors[who]!;
    const refreshed = by(found, who, 'refresh');
    const successors = new Set(refreshed.map(({ answer }) => answer.refreshToken));
    const generation = found.records.sessions.find(({ _id }) => _id === other.sessionId)?.generation;
    return [
      generation !== successors.size && `the second session of ${who} got ${successors.size} refresh tokens, and is at generation ${generation}`,
      successors.size > 1 && `one refresh token of ${who} got ${successors.size} successors`,
      ...refreshed.map((refresh) => !refresh.late && endersOf(found, who, 'other').some((ender) => found.isBefore(ender, refresh)) && `step ${refresh.step.id} has refreshed a session that was over`),
    ];
  }),

  'of all who want one address, one gets it': eachPerson((found, wanted) => {
    const email = found.play.newcomersEmail({ who: wanted, whom: null });
    const registered = by(found, wanted, 'register', 'registerBusiness');
    const moved = about(found, wanted, 'verify');
    const there = found.records.users.filter((user) => user.email === email);
    const told = moved.map(({ answer }) => answer.id).join();
    return [
      registered.length + moved.length !== there.length && `steps ${steps([...registered, ...moved])} were told that they have ${email}; there are ${there.length} who do`,
      there.length > 1 && `${there.length} people have ${email}`,
      moved.length > 0 && there[0]?._id !== told && `${told} should have ${email}, and ${there[0]?._id} has it`,
      // Nobody else can have been faster than all of them.
      there.length === 0 && found.deeds.some(({ step }) => step.who === wanted && step.what.startsWith('register')) && `nobody has ${email}`,
      ...registered.flatMap((one) => newcomerIsWhole(found, one, there[0]?._id)),
    ];
  }),
} as const satisfies Readonly<Record<string, Rule>>;
