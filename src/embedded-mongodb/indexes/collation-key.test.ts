import { Int32 } from 'bson';
import { expect, test } from 'vitest';
import { completeCollation } from '../bson/collation.js';
import { doc } from '../bson/document.js';
import { collationKey } from './collation-key.js';

// Obtained from MongoDB, as the `keyValue` of duplicate key errors.
test.each([
  [1, 'ann', '294343'], [2, 'ann', '2943430107'], [2, 'ANN', '2943430107'], [2, '\u00e1n', '294301458805'], [2, 'a\u00e9', '2931014488'], [2, '\u00e1\u00e1', '29290145884588'],
  [2, 'hello world', '37313f3f450455454b3f2f010f'], [2, 'a1', '29140106'], [2, '', '01'], [3, 'ann', '29434301070107'], [3, 'ANN', '294343010701dcdcdc'], [3, 'aB', '292b010601c5dc'],
  [3, 'Ab', '292b010601dc05'], [3, '\u00c1', '2901458801dc05'],
])('at strength %d the key of %s is that of ICU', (strength, text, key) => {
  expect(collationKey(text, completeCollation(doc({ locale: 'en', strength: new Int32(strength) }))!)).toBe(key);
});
