import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * How often the document asks for what it asks for already at the same place. Validation compares such fields pair by pair, so
 * a thousand of one name would hold everybody up; counting them takes one look at each.
 */
export const repetitionsIn = ({ definitions }: DocumentNode): number =>
  definitions.reduce((sum, definition) => sum + ('selectionSet' in definition && definition.selectionSet ? repetitionsAt(definition.selectionSet) : 0), 0);

function repetitionsAt(set: SelectionSetNode, asked = new Set<string>()): number {
  let repetitions = 0;
  for (const node of set.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) repetitions += repetitionsAt(node.selectionSet, asked);
    if (node.kind !== Kind.FIELD) continue;
    const name = (node.alias ?? node.name).value;
    if (asked.has(name)) repetitions += 1;
    asked.add(name);
    if (node.selectionSet) repetitions += repetitionsAt(node.selectionSet);
  }
  return repetitions;
}
