import type { IncomingMessage } from 'node:http';

/** Which web pages may call us: those we serve ourselves, and those that are listed. What is no browser names no origin. */
export class Origins {
  private readonly listed: ReadonlySet<string>;

  constructor(listed: readonly string[]) {
    this.listed = new Set(listed);
  }

  admits({ headers }: IncomingMessage): boolean {
    const { origin, host } = headers;
    return origin === undefined || this.listed.has(origin) || isOurOwn(origin, host);
  }
}

function isOurOwn(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
