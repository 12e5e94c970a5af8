import type { Key } from './key.js';

/** Half-open: `from` belongs to it, `to` does not. Ends need not be keys that exist. */
export interface KeyRange { from: Key; to: Key }

export interface Entry { key: Key; recordId: number }

/** Where equal keys stay together but keep apart; absent means plain order of strings. */
export type KeyOrder = (a: Key, b: Key) => number;

const CAPACITY = 64;
/** Below every record id. */
const BEFORE = -Infinity;

interface Leaf {
  keys: Key[];
  ids: number[];
  next: Leaf | null;
  previous: Leaf | null;
}

interface Branch {
  /** The least entry of each child but the first, as it was when the child came to be. */
  keys: Key[];
  ids: number[];
  children: Array<Branch | Leaf>;
}

/**
 * A B+ tree of (key, record id) pairs, by key and then by id. Two parallel arrays a leaf cost about 16 bytes an entry
 * beside the key itself; neighbours with equal keys share one string.
 */
export class SortedKeys {
  size = 0;
  private root: Branch | Leaf = { keys: [], ids: [], next: null, previous: null };
  /** Moves with every change of shape or content, so that a paused walk knows to look for its place again. */
  private changes = 0;

  constructor(private readonly order?: KeyOrder) {}

  /** False if the pair was there. */
  add(key: Key, id: number): boolean {
    const split = this.insert(this.root, key, id);
    if (split === ALREADY_THERE) return false;
    if (split !== null) this.root = { keys: [split.key], ids: [split.id], children: [this.root, split.right] };
    this.size += 1;
    this.changes += 1;
    return true;
  }

  /** False if the pair was not there. */
  remove(key: Key, id: number): boolean {
    if (!this.cut(this.root, key, id)) return false;
    while (isBranch(this.root) && this.root.children.length === 1) this.root = this.root.children[0]!;
    this.size -= 1;
    this.changes += 1;
    return true;
  }

  clear(): void {
    this.root = { keys: [], ids: [], next: null, previous: null };
    this.size = 0;
    this.changes += 1;
  }

  /** The ids of entries whose key is equal to this one. */
  recordsWith(key: Key): number[] {
    const out: number[] = [];
    let leaf: Leaf | null = this.leafOf(key, BEFORE);
    for (let at = this.placeIn(leaf, key, BEFORE); leaf !== null; leaf = leaf.next, at = 0) {
      for (; at < leaf.keys.length; at += 1) {
        if (this.compareKeys(leaf.keys[at]!, key) !== 0) return out;
        out.push(leaf.ids[at]!);
      }
    }
    return out;
  }

  /** How many entries the range has, counted leaf by leaf and no further than `most`. */
  countIn({ from, to }: KeyRange, most: number): number {
    let leaf: Leaf | null = this.leafOf(from, BEFORE);
    let count = -this.placeIn(leaf, from, BEFORE);
    for (; leaf !== null && count < most; leaf = leaf.next) {
      const last = leaf.keys[leaf.keys.length - 1];
      if (last !== undefined && this.compareKeys(last, to) >= 0) return Math.max(0, Math.min(most, count + this.placeIn(leaf, to, BEFORE)));
      count += leaf.keys.length;
    }
    return Math.min(count, most);
  }

  /** Entries within the range, also while others come and go between two steps. */
  *ascending({ from, to }: KeyRange): Generator<Entry> {
    let leaf: Leaf | null = this.leafOf(from, BEFORE);
    let at = this.placeIn(leaf, from, BEFORE);
    let changes = this.changes;
    for (;;) {
      while (leaf !== null && at >= leaf.keys.length) {
        leaf = leaf.next;
        at = 0;
      }
      if (leaf === null) return;
      const key = leaf.keys[at]!;
      const recordId = leaf.ids[at]!;
      if (this.compareKeys(key, to) >= 0) return;
      yield { key, recordId };
      at += 1;
      if (changes === this.changes) continue;
      changes = this.changes;
      leaf = this.leafOf(key, recordId + 1);
      at = this.placeIn(leaf, key, recordId + 1);
    }
  }

  /** The same, from the last to the first. */
  *descending({ from, to }: KeyRange): Generator<Entry> {
    let leaf: Leaf | null = this.leafOf(to, BEFORE);
    let at = this.placeIn(leaf, to, BEFORE) - 1;
    let changes = this.changes;
    for (;;) {
      while (leaf !== null && at < 0) {
        leaf = leaf.previous;
        at = leaf === null ? 0 : leaf.keys.length - 1;
      }
      if (leaf === null) return;
      const key = leaf.keys[at]!;
      const recordId = leaf.ids[at]!;
      if (this.compareKeys(key, from) < 0) return;
      yield { key, recordId };
      at -= 1;
      if (changes === this.changes) continue;
      changes = this.changes;
      leaf = this.leafOf(key, recordId);
      at = this.placeIn(leaf, key, recordId) - 1;
    }
  }

  private compareKeys(a: Key, b: Key): number {
    if (this.order !== undefined) return this.order(a, b);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  /** A spelling decides between keys that are equal under a collation. No entry is below its own key with BEFORE. */
  private compareEntries(a: Key, idA: number, b: Key, idB: number): number {
    if (this.order !== undefined) {
      const order = this.order(a, b);
      if (order !== 0) return order;
      if (idB === BEFORE) return 1;
    }
    return a < b ? -1 : a > b ? 1 : idA - idB;
  }

  /** The place of the first entry that is not below the pair. */
  private placeIn(node: { keys: Key[]; ids: number[] }, key: Key, id: number): number {
    let low = 0;
    let high = node.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compareEntries(node.keys[middle]!, node.ids[middle]!, key, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private childOf(branch: Branch, key: Key, id: number): number {
    const at = this.placeIn(branch, key, id);
    return at < branch.keys.length && branch.keys[at] === key && branch.ids[at] === id ? at + 1 : at;
  }

  private leafOf(key: Key, id: number): Leaf {
    let node = this.root;
    while (isBranch(node)) node = node.children[this.childOf(node, key, id)]!;
    return node;
  }

  private insert(node: Branch | Leaf, key: Key, id: number): Split | null {
    if (!isBranch(node)) return this.insertInLeaf(node, key, id);
    const at = this.childOf(node, key, id);
    const split = this.insert(node.children[at]!, key, id);
    if (split === null || split === ALREADY_THERE) return split;
    node.keys.splice(at, 0, split.key);
    node.ids.splice(at, 0, split.id);
    node.children.splice(at + 1, 0, split.right);
    return node.children.length > CAPACITY ? splitBranch(node) : null;
  }

  private insertInLeaf(leaf: Leaf, key: Key, id: number): Split | null {
    const at = this.placeIn(leaf, key, id);
    if (at < leaf.keys.length && leaf.ids[at] === id && leaf.keys[at] === key) return ALREADY_THERE;
    const shared = leaf.keys[at - 1] === key ? leaf.keys[at - 1]! : leaf.keys[at] === key ? leaf.keys[at]! : key;
    leaf.keys.splice(at, 0, shared);
    leaf.ids.splice(at, 0, id);
    return leaf.keys.length > CAPACITY ? splitLeaf(leaf, at) : null;
  }

  private cut(node: Branch | Leaf, key: Key, id: number): boolean {
    if (!isBranch(node)) {
      const at = this.placeIn(node, key, id);
      if (node.keys[at] !== key || node.ids[at] !== id) return false;
      node.keys.splice(at, 1);
      node.ids.splice(at, 1);
      return true;
    }
    const at = this.childOf(node, key, id);
    const child = node.children[at]!;
    if (!this.cut(child, key, id)) return false;
    if (isBranch(child) ? child.children.length === 0 : child.keys.length === 0) dropChild(node, at);
    else if (!isBranch(child) && child.keys.length < CAPACITY / 4) joinSmall(node, at);
    return true;
  }
}

interface Split { key: Key; id: number; right: Branch | Leaf }

const ALREADY_THERE = {} as Split;

function isBranch(node: Branch | Leaf): node is Branch {
  return 'children' in node;
}

/** Keys that only ever grow, such as new ObjectIds, would leave half-empty leaves behind: those split at the end. */
function splitLeaf(leaf: Leaf, inserted: number): Split {
  const growing = leaf.next === null && inserted === leaf.keys.length - 1;
  const middle = growing ? leaf.keys.length - 1 : leaf.keys.length >> 1;
  const right: Leaf = { keys: leaf.keys.slice(middle), ids: leaf.ids.slice(middle), next: leaf.next, previous: leaf };
  // Slices are exact, a shortened array would keep its room.
  leaf.keys = leaf.keys.slice(0, middle);
  leaf.ids = leaf.ids.slice(0, middle);
  if (leaf.next !== null) leaf.next.previous = right;
  leaf.next = right;
  return { key: right.keys[0]!, id: right.ids[0]!, right };
}

function splitBranch(branch: Branch): Split {
  const middle = branch.children.length >> 1;
  const right: Branch = { keys: branch.keys.slice(middle), ids: branch.ids.slice(middle), children: branch.children.slice(middle) };
  const key = branch.keys[middle - 1]!;
  const id = branch.ids[middle - 1]!;
  branch.keys = branch.keys.slice(0, middle - 1);
  branch.ids = branch.ids.slice(0, middle - 1);
  branch.children = branch.children.slice(0, middle);
  return { key, id, right };
}

function dropChild(branch: Branch, at: number): void {
  const child = branch.children[at]!;
  if (!isBranch(child)) unlink(child);
  branch.children.splice(at, 1);
  const separator = Math.max(at - 1, 0);
  branch.keys.splice(separator, 1);
  branch.ids.splice(separator, 1);
}

function unlink(leaf: Leaf): void {
  if (leaf.previous !== null) leaf.previous.next = leaf.next;
  if (leaf.next !== null) leaf.next.previous = leaf.previous;
}

/** Joins a leaf that has become small with its neighbour to the right, if both fit in half a leaf. */
function joinSmall(branch: Branch, at: number): void {
  const leaf = branch.children[at] as Leaf;
  const right = branch.children[at + 1] as Leaf | undefined;
  if (right === undefined || leaf.keys.length + right.keys.length > CAPACITY / 2) return;
  leaf.keys = leaf.keys.concat(right.keys);
  leaf.ids = leaf.ids.concat(right.ids);
  unlink(right);
  branch.children.splice(at + 1, 1);
  branch.keys.splice(at, 1);
  branch.ids.splice(at, 1);
}
