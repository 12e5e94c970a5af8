import { afterAllSeen } from '../../platform/causality.js';
import { now } from '../../platform/clock.js';
import { type DomainEvent, newestSeqs, readAfter, type StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import type { Logger } from '../../platform/logger.js';
import type { Role, Viewer } from '../../platform/viewer.js';
import { accessStreams, RightsChanged, SessionsEnded } from './access.events.js';
import { SessionModel } from './session.entity.js';
import { type User, UserModel } from './user.entity.js';

interface Rights {
  readonly version: number;
  readonly roles: readonly Role[];
  readonly suspended: boolean;
  readonly forgetAt: number;
}

/** Half of the second within which a right must be lost everywhere, also when no wake-up arrives. */
const lookEvery = 500;
/** A token may have been signed by a process whose clock is ahead. */
const clocksDiffer = 5 * 60_000;
const eventsPerRead = 500;
const names = new Set(accessStreams.map(({ name }) => name));

/**
 * What has been taken away from people whose access tokens still say otherwise: kept in each process, so that knowing who
 * calls needs no read. It follows numbered streams, like every other reader, so a lost wake-up costs half a second and nothing
 * else; what is older than the longest-lived access token is forgotten.
 */
export class Revocations {
  private readonly ended = new Map<Id, number>();
  private readonly people = new Map<Id, Rights>();
  private readonly reached = new Map<string, number>();
  private readonly listeners = new Set<(userId: Id) => void>();
  private looking: NodeJS.Timeout | undefined;
  /** How many gaps there were in what was told, and how many of them a look has closed. */
  private gaps = 0;
  private closedGaps = 0;
  private current: Promise<void> | undefined;
  private following: Promise<void> | undefined;

  constructor(
    private readonly tokenLifetimeSeconds: number,
    private readonly log: Logger,
  ) {}

  /** The viewer as they are now, or `null` when they no longer are anybody. */
  revise(viewer: Viewer): Viewer | null {
    if (viewer.sessionId !== undefined && this.ended.has(viewer.sessionId)) return null;
    const rights = this.people.get(viewer.id);
    if (!rights) return viewer;
    return rights.suspended ? null : { ...viewer, roles: rights.roles };
  }

  /** Told at once, before anything else happens in this process, whose rights changed. */
  onChange(listener: (userId: Id) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(): Promise<void> {
    await this.readAll();
    this.looking = setInterval(() => this.lookSoon(), lookEvery);
    this.looking.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    await (this.following ?? this.current)?.catch(() => undefined);
  }

  /** By the change stream, of whatever stream: in the order of the commits. */
  told(streamName: string, events: readonly StreamEvent[]): void {
    if (!names.has(streamName)) return;
    const reached = this.reached.get(streamName) ?? 0;
    const news = events.filter(({ seq }) => seq > reached);
    if (news.length === 0) return;
    if (news[0]!.seq !== reached + 1) return this.mayHaveMissed();
    this.hear(streamName, news);
  }

  /** Something may have happened that was not told. */
  mayHaveMissed(): void {
    this.gaps += 1;
    this.lookSoon();
  }

  /** Afterwards, everything is known that was committed before the last of what was told. */
  async knownAsTold(): Promise<void> {
    if (this.closedGaps < this.gaps) await this.upToDate();
  }

  /**
   * Afterwards, everything that was committed before the call is known. A look that has begun already may have come too early,
   * so those who ask meanwhile share the next one.
   */
  upToDate(): Promise<void> {
    if (!this.current) return (this.current = this.look().finally(() => (this.current = undefined)));
    return (this.following ??= this.current
      .catch(() => undefined)
      .then(() => {
        this.following = undefined;
        return this.upToDate();
      }));
  }

  apply({ data }: SessionsEnded | RightsChanged): void {
    const forgetAt = this.forgetAt();
    if ('sessionIds' in data) for (const sessionId of data.sessionIds) this.ended.set(sessionId, forgetAt);
    else if (data.version >= (this.people.get(data.userId)?.version ?? 0)) this.people.set(data.userId, { ...data, forgetAt });
    for (const tell of this.listeners) tell(data.userId);
  }

  private lookSoon(): void {
    this.forget();
    this.upToDate().catch((error: unknown) => this.log.warn({ err: error }, 'Could not look for lost rights; trying again soon.'));
  }

  private async look(): Promise<void> {
    const { gaps } = this;
    for (const [name, newest] of await afterAllSeen((session) => newestSeqs([...names], session))) {
      for (let seq = this.reached.get(name) ?? 0; seq < newest; seq = this.reached.get(name)!) {
        const events = await readAfter(name, seq, eventsPerRead);
        if (events[0]?.seq !== seq + 1) {
          await this.readAll();
          break;
        }
        this.hear(name, events);
      }
    }
    this.closedGaps = gaps;
  }

  private hear(streamName: string, events: readonly StreamEvent[]): void {
    for (const event of events) if (isOurs(event)) this.apply(event);
    this.reach(streamName, events.at(-1)!.seq);
  }

  private reach(streamName: string, seq: number): void {
    this.reached.set(streamName, Math.max(seq, this.reached.get(streamName) ?? 0));
  }

  /** At the start, and when we slept longer than events are kept: what is true, instead of what happened. */
  private async readAll(): Promise<void> {
    const newest = await newestSeqs([...names]);
    const since = new Date(now().getTime() - this.keptFor());
    const ended = await SessionModel.find({ endedAt: { $gt: since } }, { userId: 1 }).lean<{ _id: Id; userId: Id }[]>();
    const people = await UserModel.find({ rightsChangedAt: { $gt: since } }).lean<User[]>();
    for (const { _id, userId } of ended) this.apply(new SessionsEnded({ userId, sessionIds: [_id] }));
    for (const { _id, version, roles, suspension } of people)
      this.apply(new RightsChanged({ userId: _id, version, roles, suspended: suspension !== null, by: _id, reason: '' }));
    newest.forEach((seq, name) => this.reach(name, seq));
  }

  private forget(): void {
    const moment = now().getTime();
    for (const known of [this.ended, this.people] as Map<Id, number | Rights>[]) {
      for (const [id, entry] of known) {
        if ((typeof entry === 'number' ? entry : entry.forgetAt) > moment) break;
        known.delete(id);
      }
    }
  }

  private keptFor = (): number => this.tokenLifetimeSeconds * 1000 + clocksDiffer;

  private forgetAt = (): number => now().getTime() + this.keptFor();
}

const isOurs = (event: DomainEvent): event is SessionsEnded | RightsChanged =>
  event.type === SessionsEnded.type || event.type === RightsChanged.type;
