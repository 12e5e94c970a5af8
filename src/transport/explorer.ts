import { getDistDirectory, renderAltair } from 'altair-static';
import express, { Router } from 'express';

import { explorerHeaders } from './security-headers.js';

export const explorerPath = '/explorer';

/** A GraphQL client from our own files: works without the internet, subscriptions included. */
export function explorer(): Router {
  const page = renderAltair({
    baseURL: `${explorerPath}/`,
    endpointURL: '/graphql',
    subscriptionsEndpoint: '/graphql',
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialQuery: '# Register, then send the token as the header Authorization: Bearer …\n{ errorCatalog { code meaning retryable } }\n',
  });
  const router = Router();
  router.use(explorerHeaders);
  router.get('/', (_request, response) => void response.type('html').send(page));
  router.use(express.static(getDistDirectory(), { index: false, maxAge: '1h' }));
  return router;
}
