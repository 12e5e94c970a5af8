import type { Id } from '../identity.js';
import { Recent } from '../recent.js';
import type { Live } from './outbox.js';

const atMost = 1_000;
/** Longer than the change stream takes, and shorter than anybody notices. */
const patience = 20;

type Beforehand = Pick<Live, 'known' | 'subjects'>;

interface Own extends Beforehand {
  /** Set once somebody waits for it. */
  told: (() => void) | null;
}

/** What this process commits, from just before the commit until the change stream tells of it. */
export class OwnEvents {
  private readonly open = new Recent<Id, Own>(atMost);

  /** Before the commit: the change stream may be faster than its answer. */
  begin(eventId: Id, beforehand: Beforehand): void {
    this.open.set(eventId, { ...beforehand, told: null });
  }

  /** After the commit. `null` when the change stream has been faster. */
  committed(eventId: Id): Live | null {
    const own = this.open.get(eventId);
    return own ? { known: own.known, subjects: own.subjects, inOrder: toldSoon(own) } : null;
  }

  /** By the change stream. */
  told(eventId: Id): Live {
    const own = this.open.get(eventId);
    this.open.forget(eventId);
    own?.told?.();
    return { known: own?.known ?? null, subjects: own?.subjects ?? none, inOrder: itsTurn };
  }
}

const none: ReadonlyMap<string, unknown> = new Map();
const itsTurn = Promise.resolve(true);

const toldSoon = (own: Own): Promise<boolean> =>
  new Promise((resolve) => {
    const tooLate = setTimeout(() => resolve(false), patience).unref();
    own.told = () => {
      clearTimeout(tooLate);
      resolve(true);
    };
  });
