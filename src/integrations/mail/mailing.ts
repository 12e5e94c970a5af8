import type { EventType, Fact } from '../../platform/events/index.js';
import type { Reaction } from '../../platform/reactions/index.js';
import { type Letter, render } from './letter.js';
import type { Mailer } from './mail.js';

export interface AddressedLetter extends Letter {
  readonly to: string;
}

interface Writing {
  readonly event: Pick<EventType, 'type'>;
  readonly write: (event: Fact) => Promise<AddressedLetter | null>;
}

/** What is written about an event: read when it is sent, and nothing when there is no reason any more. */
export const writing = <Data extends object>(
  event: EventType<Data>,
  write: (data: Data, at: Date) => Promise<AddressedLetter | null>,
): Writing => ({ event: event as Pick<EventType, 'type'>, write: ({ data, at }) => write(data as Data, at) });

/** A reaction that writes a letter about each of these events, after the commit, until the mailer has taken it. */
export function mailing(name: string, mailer: Mailer, writings: readonly Writing[]): Reaction {
  const byKind = new Map(writings.map(({ event, write }) => [event.type, write]));
  return {
    name,
    hears: writings.map(({ event }) => event),
    inDatabase: false,
    react: async (event) => {
      const letter = await byKind.get(event.type)!(event);
      if (letter) await mailer.send({ id: `${event.eventId}.${name}`, to: letter.to, ...render(letter) });
    },
  };
}
