import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

export interface WildRequest {
  readonly query: string;
  readonly variables: unknown;
}

/** The same numbers for the same seed, so that whatever is found is found again. */
export function diceOf(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (most: number) => Math.floor(next() * (most + 1)),
    oneOf: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
    chance: (probability: number) => next() < probability,
  };
}

type Dice = ReturnType<typeof diceOf>;

const strangeTexts = ['', ' ', '\u200b', '\\u0000', '{\\"$gt\\":\\"\\"}', '$where', '__proto__', 'a@b.test', '\\ud800', '<b>', '000000000000000000000000', 'x'.repeat(300)];
const strangeValues: readonly unknown[] = [
  null,
  -1,
  1e308,
  '',
  { $gt: '' },
  { $where: 'sleep(1)' },
  JSON.parse('{"__proto__":{"admin":true}}'),
  { constructor: { prototype: { admin: true } } },
  [[[[]]]],
  Array(200).fill('x'),
  true,
  'x'.repeat(5_000),
  { toString: 1, valueOf: 2, length: -1 },
];
const strangeTokens = ['{', '}', '(', ')', '$', '@', '...', '"', '"""', ':', '!', '|', '&', '#', '\u0000', '\u2028', '@include', 'fragment', 'on', 'query', '__schema { types { name } }', '\ud800'];

/** What nobody would write, made from what the schema offers: sometimes all right, mostly not quite, and never twice the same. */
export function wildRequest(schema: GraphQLSchema, seed: number): WildRequest {
  return new Writer(schema, diceOf(seed)).write();
}

class Writer {
  private readonly fragments = new Map<string, string>();
  private readonly declared = new Map<string, string>();
  private readonly variables: Record<string, unknown> = {};

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly dice: Dice,
  ) {}

  write(): WildRequest {
    const { dice, schema } = this;
    const root = dice.oneOf([schema.getQueryType()!, schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!]);
    const body = this.selection(root, 1 + dice.upTo(5));
    const declared = [...this.declared].map(([name, type]) => `$${name}: ${type}`).join(', ');
    const operation = `${root.name.toLowerCase()} Wild${declared && `(${declared})`}${this.directives()} ${body}`;
    const query = this.spoil([operation, ...this.fragments.values()].join('\n'));
    return { query, variables: dice.chance(0.05) ? dice.oneOf(strangeValues) : this.variables };
  }

  private selection(type: GraphQLNamedType, depth: number): string {
    const { dice } = this;
    if (!isObjectType(type)) return '{ __typename }';
    const fields = Object.values(type.getFields());
    const parts = Array.from({ length: 1 + dice.upTo(3) }, () => this.part(type, dice.oneOf(fields), depth));
    return `{ ${parts.join(' ')} }`;
  }

  private part(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, depth: number): string {
    const { dice } = this;
    if (dice.chance(0.03)) return '__typename';
    if (dice.chance(0.03)) return `nothing${dice.upTo(9)}`;
    if (dice.chance(0.05)) return `... ${dice.chance(0.5) ? `on ${type.name} ` : ''}${this.directives()}${this.selection(type, depth - 1)}`;
    if (dice.chance(0.06)) return this.spread(type, depth);
    const named = getNamedType(field.type);
    if (isCompositeType(named) && depth <= 0) return '__typename';
    const alias = dice.chance(0.3) ? `${dice.oneOf(['a', 'b', '__c', field.name])}: ` : '';
    return `${alias}${field.name}${this.args(field.args)}${this.directives()} ${isCompositeType(named) ? this.selection(named, depth - 1) : ''}`;
  }

  /** Of a fragment that is there already, if it happens so: cycles come by themselves. */
  private spread(type: GraphQLObjectType, depth: number): string {
    const name = `${type.name}${this.dice.upTo(2)}`;
    if (!this.fragments.has(name)) {
      this.fragments.set(name, '');
      this.fragments.set(name, `fragment ${name} on ${type.name} ${this.selection(type, depth - 1)}`);
    }
    return `...${name}${this.directives()}`;
  }

  private directives(): string {
    const { dice } = this;
    if (!dice.chance(0.05)) return '';
    return ` ${Array.from({ length: 1 + dice.upTo(3) }, () => dice.oneOf(['@include(if: true)', '@skip(if: false)', '@nothing', '@include', '@skip(if: "x")'])).join(' ')} `;
  }

  private args(args: readonly GraphQLArgument[]): string {
    const given = args.filter(({ type }) => this.dice.chance(isNonNullType(type) ? 0.97 : 0.3));
    return given.length > 0 ? `(${given.map(({ name, type }) => `${name}: ${this.value(type)}`).join(', ')})` : '';
  }

  private value(type: GraphQLInputType): string {
    const { dice } = this;
    if (dice.chance(0.4)) return this.variable(type);
    if (dice.chance(0.05)) return dice.oneOf(['null', '1', '"x"', '[[]]', '{ a: 1 }', '$missing', 'ENUM', '-1', '1e999']);
    return this.literal(type);
  }

  private variable(type: GraphQLInputType): string {
    const name = `${this.dice.oneOf(['v', '__proto__', 'constructor', 'toString'])}${this.declared.size}`;
    this.declared.set(name, this.dice.chance(0.95) ? String(type) : 'Nothing');
    this.variables[name] = this.dice.chance(0.3) ? this.dice.oneOf(strangeValues) : this.plain(type);
    return `$${name}`;
  }

  private literal(type: GraphQLInputType): string {
    const { dice } = this;
    const inner = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
    if (isListType(inner)) return `[${Array.from({ length: dice.upTo(3) }, () => this.literal(inner.ofType as GraphQLInputType)).join(', ')}]`;
    if (isEnumType(inner)) return dice.oneOf(inner.getValues()).name;
    if (isInputObjectType(inner)) {
      const fields = Object.values(inner.getFields()).filter((field) => dice.chance(isNonNullType(field.type) ? 0.97 : 0.4));
      return `{ ${fields.map(({ name, type: of }) => `${name}: ${this.literal(of)}`).join(', ')} }`;
    }
    if (inner.name === 'Int' || inner.name === 'Float') return String(dice.oneOf([0, 1, 20, 100, -1, 2147483647]));
    return inner.name === 'Boolean' ? 'true' : `"${dice.oneOf(strangeTexts)}"`;
  }

  private plain(type: GraphQLInputType): unknown {
    const { dice } = this;
    const inner = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
    if (isListType(inner)) return Array.from({ length: dice.upTo(3) }, () => this.plain(inner.ofType as GraphQLInputType));
    if (isEnumType(inner)) return dice.oneOf(inner.getValues()).name;
    if (isInputObjectType(inner)) return Object.fromEntries(Object.values(inner.getFields()).map((field) => [field.name, this.plain(field.type)]));
    if (inner.name === 'Int' || inner.name === 'Float') return dice.upTo(30);
    return inner.name === 'Boolean' ? true : dice.oneOf(['x', 'Oak chair', '000000000000000000000000', 'ana@example.test']);
  }

  private spoil(text: string): string {
    const { dice } = this;
    if (dice.chance(0.75)) return text;
    const at = dice.upTo(text.length);
    const until = dice.chance(0.5) ? at : Math.min(text.length, at + dice.upTo(20));
    return `${text.slice(0, at)}${dice.oneOf(strangeTokens)}${text.slice(until)}`;
  }
}
