import type { Loader } from '../platform/loader.js';
import { Loaders } from '../platform/loader.js';
import type { Logger } from '../platform/logger.js';
import type { Viewer } from '../platform/viewer.js';

export interface SessionCookies {
  readonly token: string | null;
  readonly refreshToken: string | null;
  /** Stays when the session ends. */
  readonly deviceToken: string | null;
  /** Gives the page the tokens of this proof. */
  keep(proof: object): void;
  clear(): void;
}

export interface Request {
  readonly id: string;
  readonly viewer: Viewer | null;
  /** The same person with the rights that are left to them, or `null`; as far as this process knows, so that asking costs nothing. */
  readonly revise: (viewer: Viewer) => Viewer | null;
  /** Where it came from: the address by which anonymous callers are limited. */
  readonly ip: string;
  /** What the caller's device says of itself. */
  readonly device?: string | null;
  /** For pages that keep their session in cookies, which no script can read. */
  readonly cookies?: SessionCookies | null;
  readonly log: Logger;
}

/** What resolvers know of the operation they serve. */
export class Context {
  /** Mutation fields whose answer was given before, by response name. */
  readonly replayed: string[] = [];
  /** Root fields that the others wait for; see `@BeforeOthers`. */
  first: Promise<unknown> | null = null;
  private looked = false;
  private acting: Viewer | null;

  constructor(
    readonly request: Request,
    private loaders = new Loaders(),
  ) {
    this.acting = request.viewer;
  }

  get viewer(): Viewer | null {
    this.looked = true;
    return this.acting;
  }

  /** Whether anything so far asked who is looking. If not, the answer is the same for everybody who may have it. */
  get dependsOnViewer(): boolean {
    return this.looked;
  }

  /** A mutation before this one may have ended the rights of whoever asks for both. */
  recognize(): void {
    const { viewer, revise } = this.request;
    this.acting = viewer && revise(viewer);
  }

  load<Key, Value>(loader: Loader<Key, Value>, key: Key): Promise<Value> {
    return this.loaders.load(loader, key);
  }

  /** Something was changed: what was read before is not answered again. */
  forget(): void {
    this.loaders = new Loaders();
  }
}
