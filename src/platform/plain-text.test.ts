import fc from 'fast-check';
import { expect, test } from 'vitest';

import { plainText } from './plain-text.js';

test.each([
  ['<script>alert(1)</script>Hello', 'alert(1)Hello'],
  ['<img src=x onerror=alert(1)>Hello', 'Hello'],
  ['Hello <b', 'Hello'],
  ['<<b>script>x', 'x'],
  ['<!-- hidden -->x</p>', 'x'],
  ['3 < 4 > 2 & <3', '3 < 4 > 2 & <3'],
  ['  {"$gt":""}  ', '{"$gt":""}'],
])('%s becomes %s', (text, plain) => {
  expect(plainText(text, 'input.title')).toBe(plain);
});

test('what is nothing but markup is refused; what is blank is left to others', () => {
  expect(() => plainText('<b></b>', 'input.title')).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED', details: expect.objectContaining({ paths: ['input.title'] }) as unknown }) as Error);
  expect(plainText('  ', 'input.description')).toBe('');
});

test.each(['\u200b', '\u200d\ufeff', '\u2060 \u00ad', '\u3164', '\u2800', '\u0301', '\u202e', '<b>\u200b</b>'])('%j says nothing', (text) => {
  expect(() => plainText(text, 'input.title')).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }) as Error);
});

test.each(['.', '0', '❤️', '👩‍👩‍👧', 'שלום', 'मैं', '…', '\u200bx'])('%j says something', (text) => expect(plainText(text, 'input.title')).toBe(text));

test('whatever comes in, no tag comes out', () => {
  const tangled = fc.array(fc.constantFrom('<', '>', '/', '!', 'b', ' ', 'script', '<b>', '"')).map((parts) => parts.join(''));
  fc.assert(fc.property(tangled, (text) => {
    try {
      expect(plainText(text, 'x')).not.toMatch(/<[a-z/!?]/i);
    } catch (error) {
      expect(error).toMatchObject({ code: 'VALIDATION_FAILED' });
    }
  }));
});
