import { getDistDirectory, renderAltair, type RenderOptions } from 'altair-static';
import express, { type Request, Router } from 'express';

import { type Page, story } from './explorer-story.js';
import { explorerHeaders } from './security-headers.js';

export const explorerPath = '/explorer';

/** A GraphQL client from our own files, with a barter to play through: works without the internet, subscriptions included. */
export function explorer(): Router {
  const router = Router();
  router.use(explorerHeaders);
  router.get('/', (request, response) => void response.type('html').send(pageAt(endpointsOf(request))));
  router.use(express.static(getDistDirectory(), { index: false, maxAge: '1h' }));
  return router;
}

interface Endpoints {
  readonly endpointURL: string;
  readonly subscriptionsEndpoint: string;
}

/** The saved pages want whole addresses: those under which this very page was asked for. */
function endpointsOf(request: Request): Endpoints {
  const { href } = new URL('/graphql', `${request.protocol}://${request.host}`);
  return { endpointURL: href, subscriptionsEndpoint: href.replace(/^http/, 'ws') };
}

const pageAt = (endpoints: Endpoints): string =>
  renderAltair({
    baseURL: `${explorerPath}/`,
    ...endpoints,
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialWindows: story.map((page) => toWindow(page, endpoints)),
  });

type Window = NonNullable<RenderOptions['initialWindows']>[number];

function toWindow({ name, as, query, variables, keeps }: Page, endpoints: Endpoints): Window {
  const authorization = `Bearer {{${as}}}`;
  return {
    ...endpoints,
    initialName: name,
    initialQuery: query,
    initialVariables: JSON.stringify(variables ?? {}, null, 2),
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    ...(as !== null && { initialHeaders: { Authorization: authorization }, initialSubscriptionsPayload: { authorization } }),
    initialPreRequestScript: recalling,
    ...(keeps && { initialPostRequestScript: keeping(keeps) }),
  };
}

/** What the explorer runs after an answer, so that the next pages know whom and what it was about. */
const keeping = (names: NonNullable<Page['keeps']>): string =>
  [
    'const { body } = altair.response;',
    'const { data } = typeof body === "string" ? JSON.parse(body) : body;',
    ...Object.entries(names).map(([name, path]) => `await altair.storage.set(${JSON.stringify(name)}, data.${path});`),
  ].join('\n');

/** What it runs before a request: `{{tradeId}}` and the like then stand for what was kept. */
const recalling = story
  .flatMap(({ keeps }) => Object.keys(keeps ?? {}))
  .map((name) => `altair.helpers.setEnvironment(${JSON.stringify(name)}, await altair.storage.get(${JSON.stringify(name)}));`)
  .join('\n');
