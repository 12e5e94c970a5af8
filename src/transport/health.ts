import { Router } from 'express';

export interface Health {
  /** Whether new work should be sent here. */
  readonly isReady: () => Promise<boolean>;
}

/** `/health`: the process lives. `/ready`: it can serve; not so while it stops, or when the database is lost. */
export function health({ isReady }: Health): Router {
  const router = Router();
  router.get('/health', (_request, response) => void response.json({ status: 'alive' }));
  router.get('/ready', async (_request, response) => {
    const ready = await isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
  });
  return router;
}
