/** What a deed is given: the ids of what it is about, and a text that nobody else uses. */
export interface Given {
  readonly ids: readonly string[];
  readonly text: string;
  /** Of the message, whichever key it is sent with. */
  readonly clientMessageId: string;
  /** The newest version of the first thing it is about that anybody was told; only for those who insist on it. */
  readonly expectedVersion?: number | undefined;
  readonly upToSeq?: number | undefined;
  readonly refreshToken: string;
  readonly otherSessionId: string;
  /** The other person that it is about. */
  readonly whom: string;
  readonly email: string;
  /** That several want to have. */
  readonly newcomersEmail: string;
  /** The one that they believe to have. */
  readonly password: string;
  readonly newPassword: string;
  /** From the newest mail. */
  readonly resetToken: string;
  readonly verificationToken: string;
}

/** What every answer has in common; `value` when it is but a number, or yes or no. */
export interface Answer {
  readonly id?: string;
  readonly version?: number;
  readonly status?: string;
  readonly seq?: number;
  readonly conversation?: { readonly id: string };
  readonly refreshToken?: string;
  readonly value?: number | boolean;
}

export interface Deed {
  /** The mutation's name. */
  readonly field: string;
  readonly takes: string;
  /** Nothing for an answer that has no fields. */
  readonly answers: string;
  /** By the first device, by the second, or by somebody who shows no token. */
  readonly from: 'main' | 'other' | 'nobody';
  readonly variables: (given: Given) => object;
  /** What it says about the things it is given, and about whom. */
  readonly story: (of: readonly string[], whom: string) => string;
}

export const insisting = ({ expectedVersion }: Given): object => (expectedVersion === undefined ? {} : { expectedVersion });

export function documentOf({ field, takes, answers }: Deed): string {
  const names = takes === '' ? [] : takes.split(', ').map((argument) => argument.split(':')[0]!);
  const given = [...names, 'idempotencyKey'].map((name) => `${name}: $${name}`).join(', ');
  const declared = [...(takes === '' ? [] : [takes.replace(/(\w+):/g, '$$$1:')]), '$idempotencyKey: String'].join(', ');
  return `mutation (${declared}) { answer: ${field}(${given})${answers && ` { ${answers} }`} }`;
}
