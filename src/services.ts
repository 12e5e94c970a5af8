import { PeopleResolver, PeopleService, Tokens, ViewerEventResolver } from './domains/people/index.js';
import type { Environment } from './environment.js';
import { Events, StreamReader } from './platform/events/index.js';
import type { Logger } from './platform/logger.js';

export type Services = ReturnType<typeof createServices>;

/** Every service, built once, in order of dependency. Building does nothing: no connection is opened, no timer started. */
export function createServices(environment: Pick<Environment, 'jwtSecret' | 'tokenLifetimeSeconds'>, log: Logger) {
  const events = new Events();
  const streams = new StreamReader(log);

  const tokens = new Tokens(environment.jwtSecret, environment.tokenLifetimeSeconds);
  const people = new PeopleService(events);

  const resolvers: readonly object[] = [new PeopleResolver(people, tokens), new ViewerEventResolver(events)];

  return { events, streams, tokens, people, resolvers };
}
