import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type ExecutionResult, print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { theApp } from './app.js';
import { Heard } from './heard.js';
import { Refused } from './refused.js';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Anybody who talks to the server: over HTTP, and over a socket once they listen. */
export class Caller {
  private socket: Client | undefined;

  constructor(
    readonly token: string | null = null,
    private readonly url: () => string = () => theApp().url,
  ) {}

  /** A query or mutation over HTTP; throws `Refused` when anything in it was refused. */
  async asks<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Data> {
    const answer = await this.answer(document, variables, options);
    if (answer.errors) throw new Refused(answer.errors, answer.data);
    return answer.data as Data;
  }

  /** The same, as it comes: data, errors and extensions. */
  async answer<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, { headers = {} }: CallOptions = {}) {
    const response = await fetch(`${this.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.token && { authorization: `Bearer ${this.token}` }), ...headers },
      body: JSON.stringify({ query: print(document), variables }),
    });
    return (await response.json()) as ExecutionResult<Data>;
  }

  /** A query or mutation over the socket. */
  async asksOverSocket<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
    const heard = this.follows(document, variables);
    try {
      return await heard.next();
    } finally {
      heard.stop();
    }
  }

  /** Listens. There is no saying when the server has begun to: pass `after` a cursor, and nothing depends on it. */
  follows<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Heard<Data> {
    return this.followsText<Data>(print(document), variables as Record<string, unknown>);
  }

  /** Sends text over the socket that may be no good. */
  followsText<Data>(query: string, variables: Record<string, unknown> = {}): Heard<Data> {
    const client = this.connected();
    return new Heard<Data>((sink) => client.subscribe<Data>({ query, variables }, sink));
  }

  /** Cuts the connection, as a train entering a tunnel does. */
  async hangsUp(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    await socket?.dispose();
  }

  private connected(): Client {
    return (this.socket ??= createClient({
      url: `${this.url().replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: true,
      retryAttempts: 0,
      ...(this.token && { connectionParams: { authorization: `Bearer ${this.token}` } }),
    }));
  }
}
