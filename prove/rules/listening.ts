import type { Case, Event, Rule } from '../case.js';
import type { Feed } from '../device.js';
import type { Actor, Place } from '../people.js';
import type { Records } from '../records.js';

interface Listening {
  readonly actor: Actor;
  readonly place: Place;
  readonly feed: Feed;
}

const describe = (heard: readonly string[], committed: readonly Event[]): string =>
  heard.map((eventId) => committed.findIndex((event) => event.eventId === eventId) + 1 || 'something else').join(', ') || 'nothing';

const viewerStreamOf = ({ id }: Actor): string => `viewer:${id}`;

/** Who does not take part may not listen, and is told so at once. */
function maySee({ id }: Actor, { stream }: Feed, { trades }: Records): boolean {
  const about = stream.slice(stream.indexOf(':') + 1);
  const trade = trades.find(({ _id, conversationId }) => _id === about || conversationId === about);
  return !trade || trade.participantIds.includes(id);
}

/** Whether a session has ended is told on the stream of its owner alone. Of the others nobody knows what came before. */
function lost(found: Case, { actor, place }: Listening): boolean {
  return found.endOf(place.sessionId, found.committed(viewerStreamOf(actor), null)) >= 0;
}

function complaintAbout(found: Case, listening: Listening): string | false {
  const { actor, place, feed } = listening;
  const committed = found.committed(feed.stream, feed.only);
  const heard = `${feed.stream}: ${found.play.actors.indexOf(actor)} heard ${describe(feed.received, committed)} of ${committed.length}`;
  if (!maySee(actor, feed, found.records)) return (feed.received.length > 0 || (feed.ended === null && !place.device.shutOut)) && `${heard}, and does not take part`;
  const ids = committed.map(({ eventId }) => eventId);
  if (!lost(found, listening)) return (feed.received.join() !== ids.join() || place.device.shutOut) && `${heard}${feed.ended ? `, ended by ${feed.ended}` : ''}${place.device.shutOut ? ', shut out' : ''}`;
  if (!place.device.shutOut && feed.ended === null) return `${feed.stream}: a device whose session ended is still let in`;
  const end = found.endOf(place.sessionId, committed);
  const expected = end < 0 ? ids : ids.slice(0, end);
  return feed.received.some((eventId, index) => eventId !== expected[index]) && `${heard}, and its session had ended`;
}

export const listeningRules = {
  'subscribers hear what was committed, in order, none twice, and nothing after they lost the right': (found) => found.play.feeds().map((listening) => complaintAbout(found, listening)),
} as const satisfies Readonly<Record<string, Rule>>;

/** Whether all that was committed on what its people follow has arrived, and whoever has lost the right is out. */
export const hasHeardAll = (found: Case): boolean =>
  found.play.feeds().every((listening) => {
    const { actor, place, feed } = listening;
    if (place.device.shutOut || feed.ended !== null) return true;
    const waits = !maySee(actor, feed, found.records) || lost(found, listening);
    return !waits && feed.received.length >= found.committed(feed.stream, feed.only).length;
  });
