import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';

import { refusal } from '../platform/errors/index.js';
import { isTooLong, refusedRequest } from './errors.js';
import { repetitionsIn } from './repetitions.js';

/** A document that was read once. `id` stands for its text. */
export interface KnownDocument {
  readonly id: number;
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

const keptAtMost = 1_000;
/** A token takes half a kilobyte once it was parsed: this bounds what those who send ever new documents can make us keep. */
const tokensKeptAtMost = 100_000;
const longestKept = 20_000;

export interface DocumentLimits {
  readonly tokens: number;
  /** Of one field by several names, and by the same name again. */
  readonly aliases: number;
}

/** Parsed documents by their text, for sockets, which pass by Apollo and its own store; and for both, what is wrong with a document. */
export class Documents {
  private readonly known = new Map<string, KnownDocument>();
  private readonly examined = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  private count = 0;
  private tokens = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: DocumentLimits,
    private readonly introspection: boolean,
  ) {}

  read(text: string): KnownDocument {
    const known = this.known.get(text);
    if (known) return this.keep(text, known);
    const read = this.readAnew(text);
    return text.length <= longestKept ? this.keep(text, read) : read;
  }

  /** The one used longest ago goes first. */
  private keep(text: string, known: KnownDocument): KnownDocument {
    this.drop(text);
    this.known.set(text, known);
    this.tokens += tokensOf(known);
    while (this.known.size > keptAtMost || this.tokens > tokensKeptAtMost) this.drop(this.known.keys().next().value!);
    return known;
  }

  private drop(text: string): void {
    const known = this.known.get(text);
    if (known && this.known.delete(text)) this.tokens -= tokensOf(known);
  }

  private readAnew(text: string): KnownDocument {
    const id = ++this.count;
    try {
      const document = parse(text, { maxTokens: this.limits.tokens });
      return { id, document, errors: this.errorsIn(document) };
    } catch (error) {
      return { id, document: { kind: Kind.DOCUMENT, definitions: [] }, errors: [this.complaint(error)] };
    }
  }

  /** Looked for once in each document. */
  errorsIn(document: DocumentNode): readonly GraphQLError[] {
    const known = this.examined.get(document);
    if (known) return known;
    const { aliases } = this.limits;
    const errors = repetitionsIn(document) > aliases ? [tooMuch('repetitions', aliases)] : this.complaintsAbout(document);
    this.examined.set(document, errors);
    return errors;
  }

  /** A rule of graphql-js throws at directives of subscriptions whose arguments are wrong. */
  private complaintsAbout(document: DocumentNode): GraphQLError[] {
    try {
      return this.validate(document);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return [coded(error, 'GRAPHQL_VALIDATION_FAILED', error.message)];
    }
  }

  /** Who may not ask for the schema does not learn it from suggestions, either. */
  private validate(document: DocumentNode): GraphQLError[] {
    const { introspection } = this;
    const errors = validate(this.schema, document, introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]);
    return errors.map((error) =>
      coded(error, 'GRAPHQL_VALIDATION_FAILED', introspection ? error.message : error.message.replace(/ ?Did you mean .*$/, '')),
    );
  }

  private complaint(error: unknown): GraphQLError {
    if (!(error instanceof GraphQLError)) throw error;
    return isTooLong(error) ? tooMuch('tokens', this.limits.tokens) : coded(error, 'GRAPHQL_PARSE_FAILED', error.message);
  }
}

const tooMuch = (limit: string, allowed: number): GraphQLError => refusedRequest(refusal('QUERY_TOO_COMPLEX', { limit, allowed }));

const tokensOf = ({ document }: KnownDocument): number => document.tokenCount ?? 0;

const coded = ({ nodes, source, positions }: GraphQLError, code: string, message: string): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, source, positions, extensions: { code, http: { status: 400 } } });
