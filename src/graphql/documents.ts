import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';

import { refusal } from '../platform/errors/index.js';

/** A document that was read once. `id` stands for its text. */
export interface KnownDocument {
  readonly id: number;
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

const keptAtMost = 1_000;
const longestKept = 20_000;

/** Parsed and validated documents by their text: for sockets, which pass by Apollo and its own store. */
export class Documents {
  private readonly known = new Map<string, KnownDocument>();
  private count = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly maxTokens: number,
  ) {}

  read(text: string): KnownDocument {
    const known = this.known.get(text);
    if (known) return this.keep(text, known);
    const read = this.readAnew(text);
    return text.length <= longestKept ? this.keep(text, read) : read;
  }

  /** The one used longest ago goes first. */
  private keep(text: string, document: KnownDocument): KnownDocument {
    this.known.delete(text);
    this.known.set(text, document);
    if (this.known.size > keptAtMost) this.known.delete(this.known.keys().next().value!);
    return document;
  }

  private readAnew(text: string): KnownDocument {
    const id = ++this.count;
    try {
      const document = parse(text, { maxTokens: this.maxTokens, noLocation: false });
      const errors = validate(this.schema, document, specifiedRules).map(as('GRAPHQL_VALIDATION_FAILED'));
      return { id, document, errors };
    } catch (error) {
      return { id, document: { kind: 'Document', definitions: [] } as unknown as DocumentNode, errors: [this.complaint(error)] };
    }
  }

  private complaint(error: unknown): GraphQLError {
    if (!(error instanceof GraphQLError)) throw error;
    const tooLong = error.message.includes('more that') || error.message.includes('more than');
    if (!tooLong) return as('GRAPHQL_PARSE_FAILED')(error);
    return new GraphQLError(error.message, { originalError: refusal('QUERY_TOO_COMPLEX', { limit: 'tokens', allowed: this.maxTokens }) });
  }
}

const as = (code: string) => (error: GraphQLError) => new GraphQLError(error.message, { nodes: error.nodes ?? null, source: error.source, positions: error.positions, extensions: { code } });
