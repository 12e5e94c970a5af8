import type { Double } from 'bson';
import { Int32 } from 'bson';
import { describe, expect, test } from 'vitest';
import { encode } from '../../bson/codec.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { compileFilter } from '../../query/filter.js';
import { metadataOf } from '../../query/metadata.js';
import { createCollection } from '../../storage/create-collection.js';
import { COMMITTED, Store } from '../../storage/store.js';
import { execute } from '../execute.js';
import { Index } from '../index.js';
import { normalizeSpec } from '../spec/normalize.js';
import { parseSearch } from './search.js';

// Expectations were obtained from MongoDB.

describe('a search string', () => {
  const parsed = (search: string, options = {}): Record<string, string[]> => {
    const { terms, negatedTerms, phrases, negatedPhrases, spelledTerms } = parseSearch(search, 'english', options);
    return { terms, negatedTerms, phrases, negatedPhrases, ...(spelledTerms.length > 0 ? { spelledTerms } : {}) };
  };
  const only = (terms: string[], others = {}): Record<string, string[]> => ({ terms, negatedTerms: [], phrases: [], negatedPhrases: [], ...others });

  test.each([
    ['running runs runner', only(['run', 'runner'])],
    ['foo_bar', only(['foo_bar'])],
    ["don't can't o'brien's", only(["o'brien"])],
    ['Été naïve', only(['ete', 'naiv'])],
    ['foo-bar', only(['bar', 'foo'])],
    ['foo -bar-baz', only(['foo'], { negatedTerms: ['bar', 'baz'] })],
    ['foo - bar', only(['bar', 'foo'])],
    ['foo "bar baz" qux', only(['bar', 'baz', 'foo', 'qux'], { phrases: ['bar baz'] })],
    ['-"bar baz" foo', only(['foo'], { negatedPhrases: ['bar baz'] })],
    ['foo -"bar baz"quux', only(['foo'], { negatedTerms: ['quux'], negatedPhrases: ['bar baz'] })],
    ['foo "bar"-baz', only(['bar', 'baz', 'foo'], { phrases: ['bar'] })],
    ['"the"', only([], { phrases: ['the'] })],
    ['I.B.M. 12.5 $100', only(['100', '12', '5', 'b', 'm'])],
  ])('%s', (search, expected) => expect(parsed(search)).toEqual(expected));

  test('with spelling', () => {
    expect(parsed('The Running Été', { caseSensitive: true }).spelledTerms).toEqual(['Ete', 'Run']);
    expect(parsed('The Running Été', { diacriticSensitive: true }).spelledTerms).toEqual(['run', 'été']);
  });
});

const texts = ['coffee', 'the best coffee in town', 'coffee coffee coffee', 'coffee shop', 'tea'];

function scores(spec: Doc, documents: Doc[], search: Value): [number, number][] {
  const store = new Store();
  const collection = store.inStatement(null, (transaction) => {
    const created = createCollection(store, transaction, { database: 'd', collection: 'c' }, doc({}));
    created.addIndex(new Index(normalizeSpec(spec, undefined)), transaction.view);
    documents.forEach((fields, i) => created.insert(transaction, encode(doc({ _id: new Int32(i), ...fields }))));
    return created;
  });
  if (collection instanceof Promise) throw new Error('nobody else is there');
  const rows = execute(collection, COMMITTED, { filter: compileFilter(doc({ $text: search })) });
  return [...rows].map((row): [number, number] => [(row.decode()._id as Int32).value, (metadataOf(row.decode())!.textScore as Double).value]).sort(([a], [b]) => a - b);
}

describe('scores', () => {
  const plain = doc({ key: doc({ s: 'text' }), name: 's' });
  const documents = texts.map((s) => doc({ s }));

  test('a word counts by its share of the text, and each time it comes again for half', () => {
    expect(scores(plain, documents, doc({ $search: 'coffee' }))).toEqual([[0, 1], [1, 2 / 3], [2, 1.75], [3, 0.75]]);
    expect(scores(plain, documents, doc({ $search: 'tea' }))).toEqual([[4, 1.1]]);
  });

  test('weights multiply, and words add up', () => {
    const weighted = doc({ key: doc({ s: 'text', t: 'text' }), name: 'st', weights: doc({ s: new Int32(10) }) });
    expect(scores(weighted, [doc({ s: 'red bag', t: 'bag' }), doc({ t: 'red' })], doc({ $search: 'red bag' }))).toEqual([[0, 16.1], [1, 1.1]]);
  });

  test('phrases and negations choose, but do not count', () => {
    expect(scores(plain, documents, doc({ $search: 'coffee -shop' })).map(([id]) => id)).toEqual([0, 1, 2]);
    expect(scores(plain, documents, doc({ $search: '"coffee shop"' }))).toEqual([[3, 1.5]]);
  });

  test('a document may be in a language of its own', () => {
    const german = [doc({ s: 'Der Hund läuft', language: 'german' }), doc({ s: 'the dog runs' })];
    expect(scores(plain, german, doc({ $search: 'laufen hunde', $language: 'german' })).map(([id]) => id)).toEqual([0]);
  });
});
