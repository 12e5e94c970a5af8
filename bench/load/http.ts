import { Agent, request } from 'node:http';

/** One request that a system understands, and how its answer is told to be good. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: string;
  readonly isGood: (answer: Answer) => boolean;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  /** Throws at an answer that is not good: a fast refusal is no result. */
  async call(call: Call): Promise<unknown> {
    const answer = await this.ask(call);
    if (!call.isGood(answer)) throw new Error(`${call.method} ${call.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    return JSON.parse(answer.text) as unknown;
  }

  ask({ method, path, token, body }: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request(this.url + path, { method, headers, agent: this.agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode!, text }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
