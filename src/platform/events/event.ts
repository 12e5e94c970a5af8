/** A fact, in the past tense. It carries ids, not documents, so that readers see what is true when they read. */
export interface DomainEvent<Data extends object = object> {
  readonly type: string;
  readonly data: Data;
}

export interface EventType<Data extends object = object> {
  new (data: Data): DomainEvent<Data>;
  readonly type: string;
  readonly description: string;
}

const names = new Set<string>();
const onStreams: EventType<never>[] = [];

/**
 * Declares an event: `class TradeConfirmed extends event<{ tradeId: Id }>('TRADE_CONFIRMED', 'The owner confirmed.') {}`.
 * The name becomes a value of the schema's `EventKind`, the description its documentation.
 */
export function event<Data extends object>(type: string, description: string): EventType<Data> {
  const Declared = quietEvent<Data>(type, description);
  onStreams.push(Declared as unknown as EventType<never>);
  return Declared;
}

/** One that stands on no stream: only reactions hear of it, and clients do not know its name. */
export function quietEvent<Data extends object>(type: string, description: string): EventType<Data> {
  if (names.has(type)) throw new Error(`The event ${type} is declared twice.`);
  names.add(type);
  return class implements DomainEvent<Data> {
    static readonly type = type;
    static readonly description = description;
    readonly type = type;
    constructor(readonly data: Data) {}
  };
}

export const declaredEvents = (): readonly EventType<never>[] => onStreams;
