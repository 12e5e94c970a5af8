import { WebSocket } from 'ws';

/** Connects as a plain socket, says hello with the token, and tells how it ended. */
export function hearsClosing(at: string, token: string | null): Promise<{ code: number; reason: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${at.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: token === null ? {} : { authorization: `Bearer ${token}` } })),
    );
    socket.on('message', (message) => reject(new Error(`was let in: ${String(message)}`)));
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.on('error', reject);
  });
}

/** How the upgrade was answered when it was not accepted. */
export function upgradeFrom(at: string, origin: string | undefined): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${at.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { ...(origin && { origin }) });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}
