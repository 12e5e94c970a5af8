import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { deferred } from './deferred.js';
import { useApp } from './app.js';
import { anonymous, people, type Person } from './people.js';
import { everythingDone } from './time.js';

export interface Delivered extends Omit<Email, 'to'> {
  readonly recipient: string;
  readonly body: string;
  /** What its link carries. */
  readonly token: string | undefined;
}

/** What the mail server says to the nth attempt to deliver to an address: nothing, or why not. It may take its time. */
type Clerk = (recipient: string, attempt: number) => Promise<{ responseCode: number } | null>;

const takesAnything: Clerk = () => Promise.resolve(null);

/** A real mail server, which keeps what it is given. */
export class PostOffice {
  readonly delivered: Delivered[] = [];
  /** For this test only. */
  clerk: Clerk = takesAnything;
  private readonly attempts = new Map<string, number>();
  private news = deferred();
  private readonly taken = new Set<Delivered>();

  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, answer) => {
      const attempt = (this.attempts.get(address) ?? 0) + 1;
      this.attempts.set(address, attempt);
      void this.clerk(address, attempt).then((refusal) => answer(refusal && Object.assign(new Error('refused'), refusal)));
    },
    onData: (stream, { envelope }, answer) => {
      void buffer(stream).then(async (raw) => {
        const mail = await PostalMime.parse(raw);
        const body = mail.text ?? '';
        const token = /token=([\w-]+)/.exec(body)?.[1];
        this.delivered.push({ ...mail, recipient: envelope.rcptTo[0]!.address, body, token });
        answer();
        this.news.resolve();
        this.news = deferred();
      });
    },
  });

  async open(): Promise<void> {
    // A client that is killed hangs up without a word.
    this.server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  to(address: string): Delivered[] {
    return this.delivered.filter(({ recipient }) => recipient === address);
  }

  /** The next mail to this address that nobody has asked for yet, as soon as it is there. */
  async next(address: string): Promise<Delivered> {
    for (;;) {
      const mail = this.to(address).find((delivered) => !this.taken.has(delivered));
      if (mail) {
        this.taken.add(mail);
        return mail;
      }
      await this.news.promise;
    }
  }
}

export const postOffice = new PostOffice();

export const mailFrom = 'Barter <no-reply@barter.example>';

/** An app whose mail leaves, and is delivered here. */
export function usePostOffice(): void {
  beforeAll(() => postOffice.open());
  afterAll(() => postOffice.close());
  useApp(() => ({ smtp: { url: postOffice.url, from: mailFrom }, devInbox: false, reactions: { leaseMs: 30_000, pauseMs: 5, attempts: 5 } }));
  afterEach(async () => {
    await everythingDone();
    postOffice.clerk = takesAnything;
  });
}

/** The next mail to somebody. */
export const inbox = ({ email }: Person): Promise<Delivered> => postOffice.next(email);

/** Somebody who has read the mail that greeted them. */
export async function settled(): Promise<Person> {
  const { ana } = await people('ana');
  await inbox(ana);
  return ana;
}

/** What the link in the mail carries to somebody who has forgotten their password. */
export async function resetTokenOf(person: Person): Promise<string> {
  await anonymous().forgetsPassword(person.email);
  return (await inbox(person)).token!;
}
