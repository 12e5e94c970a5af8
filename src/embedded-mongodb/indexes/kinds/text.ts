import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Key } from '../key.js';
import { AFTER, keyOf } from '../key.js';
import type { KeyRange } from '../sorted-keys.js';
import type { TextSpec } from '../text/document.js';
import { passagesOf, textSpecOf } from '../text/document.js';
import { scoresOf } from '../text/score.js';

/** The keys of a text index: for each term of a document the term, and how well the document answers it. */
export class TextKeys {
  readonly text: TextSpec;
  /** Fields before the texts, which a search must name, and after them. */
  readonly prefix: string[];
  private readonly suffix: string[];

  constructor(spec: Doc) {
    this.text = textSpecOf(spec);
    const fields = Object.keys(spec.key as Doc);
    const at = fields.indexOf('_fts');
    this.prefix = fields.slice(0, at);
    this.suffix = fields.slice(at + 2);
  }

  keysOf(doc: Doc): Key[] {
    const before = this.prefix.map((path) => prefixValue(doc, path.split('.')));
    const after = keyOf(this.suffix.map((path) => suffixValue(doc, path.split('.'))), []);
    const keys: Key[] = [];
    for (const [term, score] of scoresOf(passagesOf(doc, this.text))) keys.push(keyOf([...before, term], []) + packed(score) + after);
    return keys;
  }

  /** All entries of a term. */
  rangeOf(prefix: readonly Value[], term: string): KeyRange {
    const from = keyOf([...prefix, term], []);
    return { from, to: from + LAST_SCORE };
  }

  /** The score in a key of the range. */
  scoreIn(key: Key, { from }: KeyRange): number {
    return Buffer.from(key.slice(from.length, from.length + 8), 'latin1').readDoubleBE();
  }
}

/** Positive doubles begin with a byte below this. */
const LAST_SCORE = AFTER;
const SCORE = Buffer.alloc(8);

function packed(score: number): string {
  SCORE.writeDoubleBE(score);
  return SCORE.toString('latin1');
}

function prefixValue(doc: Doc, path: readonly string[]): Value {
  let value: Value = doc;
  for (const part of path) {
    if (Array.isArray(value)) break;
    if (!isDoc(value) || !(part in value)) return null;
    value = value[part];
  }
  if (Array.isArray(value)) throw new MongoError(16675, 'cannot have a multi-key as a prefix to a text index');
  return value;
}

function suffixValue(doc: Doc, path: readonly string[]): Value {
  let value: Value = doc;
  for (const part of path) {
    if (!isDoc(value) || !(part in value)) return null;
    value = value[part];
  }
  return value;
}
