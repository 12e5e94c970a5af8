import { type DocumentNode, execute, getOperationAST, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql';

import { isPassing } from '../platform/database.js';
import type { Audience, StreamEvent } from '../platform/events/index.js';
import type { Loaders } from '../platform/loader.js';
import type { Logger } from '../platform/logger.js';
import type { Viewer } from '../platform/viewer.js';
import { Context } from './context.js';
import { rootCause, toClientErrors } from './errors.js';

export interface Selected {
  readonly documentId: number;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly only: ReadonlySet<string> | null;
}

/** What some subscribers asked to see of each event. Its frame is the answer as text, ready to be sent to all of them. */
export class Selection implements Audience<string> {
  constructor(
    readonly key: string,
    private readonly schema: GraphQLSchema,
    private readonly selected: Selected,
    private readonly log: Logger,
  ) {}

  wants({ type }: StreamEvent): boolean {
    return this.selected.only?.has(type) ?? true;
  }

  async render(event: StreamEvent, viewer: Viewer, loaders: Loaders): Promise<{ frame: string; forEverybody: boolean }> {
    const { document, operationName, variables } = this.selected;
    const contextValue = new Context({ id: event.eventId, viewer, revise: () => viewer, ip: '', log: this.log }, loaders);
    const { data, errors } = await execute({
      schema: this.schema,
      document,
      operationName,
      variableValues: variables,
      rootValue: event,
      contextValue,
    });
    // An event is shown once: better late than without what it tells of.
    const passing = errors?.map(rootCause).find(isPassing);
    if (passing) throw passing;
    const frame = JSON.stringify({ data, ...(errors && { errors: toClientErrors(errors, this.log) }) });
    return { frame, forEverybody: !contextValue.dependsOnViewer };
  }
}

/** Equal selections are one object, however many subscribers share it. */
export class Selections {
  private readonly open = new Map<string, { readonly selection: Selection; users: number }>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly log: Logger,
  ) {}

  take(selected: Selected): Selection {
    const key = keyOf(selected);
    const open = this.open.get(key) ?? { selection: new Selection(key, this.schema, selected, this.log), users: 0 };
    open.users += 1;
    this.open.set(key, open);
    return open.selection;
  }

  release({ key }: Selection): void {
    const open = this.open.get(key);
    if (open && --open.users === 0) this.open.delete(key);
  }

  get size(): number {
    return this.open.size;
  }
}

/** Where somebody started does not change what they see: the variable that only says `after` is left out. */
function keyOf({ documentId, document, operationName, variables }: Selected): string {
  const starting = startingVariable(document, operationName);
  const telling = Object.entries(variables).filter(([name]) => name !== starting);
  telling.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([documentId, operationName, telling]);
}

const starts = new WeakMap<DocumentNode, Map<string | null, string | null>>();

function startingVariable(document: DocumentNode, operationName: string | null): string | null {
  let known = starts.get(document);
  if (!known) starts.set(document, (known = new Map()));
  let starting = known.get(operationName);
  if (starting === undefined)
    known.set(operationName, (starting = findStartingVariable(document, getOperationAST(document, operationName)!)));
  return starting;
}

function findStartingVariable(document: DocumentNode, operation: OperationDefinitionNode): string | null {
  const fields = operation.selectionSet.selections.filter((node) => node.kind === Kind.FIELD);
  const value = fields[0]?.arguments?.find(({ name }) => name.value === 'after')?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  let uses = 0;
  visit(document, { Variable: (node) => void (uses += node.name.value === name ? 1 : 0) });
  const definedAndUsedOnce = 2;
  return uses === definedAndUsedOnce ? name : null;
}
