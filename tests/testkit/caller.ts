import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type ExecutionResult, print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { theApp } from './app.js';
import { Heard } from './heard.js';
import { Refused } from './refused.js';

export interface CallOptions {
  /** Which app to ask, when there are several. */
  readonly at?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Anybody who talks to the server: over HTTP, and over a socket once they listen. */
export class Caller {
  private socket: Client | undefined;

  constructor(readonly token: string | null = null) {}

  /** A query or mutation over HTTP; throws `Refused` when anything in it was refused. */
  async asks<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, options: CallOptions = {}): Promise<Data> {
    const answer = await this.answer(document, variables, options);
    if (answer.errors) throw new Refused(answer.errors, answer.data);
    return answer.data as Data;
  }

  /** The same, as it comes: data, errors and extensions. */
  async answer<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, { at = theApp().url, headers = {} }: CallOptions = {}) {
    const response = await fetch(`${at}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.token && { authorization: `Bearer ${this.token}` }), ...headers },
      body: JSON.stringify({ query: print(document), variables }),
    });
    return (await response.json()) as ExecutionResult<Data>;
  }

  /** A query or mutation over the socket. */
  async asksOverSocket<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, options: CallOptions = {}): Promise<Data> {
    const heard = this.follows(document, variables, options);
    try {
      return await heard.next();
    } finally {
      heard.stop();
    }
  }

  /** Listens. There is no saying when the server has begun to: pass `after` a cursor, and nothing depends on it. */
  follows<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, { at = theApp().url }: CallOptions = {}): Heard<Data> {
    const client = this.socketTo(at);
    return new Heard<Data>((sink) => client.subscribe<Data>({ query: print(document), variables: variables as Record<string, unknown> }, sink));
  }

  /** Cuts the connection, as a train entering a tunnel does. */
  async hangsUp(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    await socket?.dispose();
  }

  private socketTo(at: string): Client {
    return (this.socket ??= createClient({
      url: `${at.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: true,
      retryAttempts: 0,
      ...(this.token && { connectionParams: { authorization: `Bearer ${this.token}` } }),
    }));
  }
}
