import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Client as Socket, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What a single-page app would do with two libraries: ask over HTTP, listen over a socket. */
export class Client {
  private socket: Socket | undefined;

  constructor(
    private readonly url: string,
    private readonly token: string | null = null,
  ) {}

  async ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.token !== null && { authorization: `Bearer ${this.token}` }) },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string; extensions: { code: string } }[] };
    if (errors?.[0]) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`);
    return data;
  }

  listen<Data, Variables extends Record<string, unknown>>(document: TypedDocumentNode<Data, Variables>, variables: Variables): AsyncIterableIterator<Data> {
    const socket = (this.socket ??= createClient({
      url: `${this.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      ...(this.token !== null && { connectionParams: { authorization: `Bearer ${this.token}` } }),
    }));
    const results = socket.iterate<Data>({ query: print(document), variables });
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        const { value, done } = await results.next();
        if (done === true) return { value: undefined, done: true };
        if (value.errors) throw value.errors[0]!;
        return { value: value.data as Data, done: false };
      },
    };
  }

  /** The train enters the tunnel. */
  async cut(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    await socket?.dispose();
  }
}
