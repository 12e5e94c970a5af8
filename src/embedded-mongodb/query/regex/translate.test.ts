import { describe, expect, test } from 'vitest';
import { InvalidPattern, translate } from './translate.js';

const TEXTS = ['é', 'a1_', 'a\n', '\n', 'a\nb', 'K', '\r', '', 'É', 'ab', 'aab', 'AB', 'aB', 'Ab', 'a b', 'a-b', 'x]y', '😀', 'aa', '\t'];

function found(pattern: string, options = ''): string[] {
  const { expression } = translate(pattern, options);
  return TEXTS.filter((text) => expression.test(text));
}

// What is expected here was answered by the real engine.
describe('patterns of PCRE2', () => {
  test.each<[string, string, string[]]>([
    ['a$', '', ['a\n', 'aa']],
    ['a\\z', '', ['aa']],
    ['^b', 'm', ['a\nb']],
    ['^$', 'm', ['\n', '']],
    ['a.b', 's', ['a\nb', 'aab', 'a b', 'a-b']],
    ['^.$', '', ['é', 'a\n', 'K', '\r', 'É', '😀', '\t']],
    ['a b # so', 'x', ['ab', 'aab']],
    ['(?i)a(?-i)b', '', ['ab', 'aab', 'Ab']],
    ['a(?i:b)', '', ['ab', 'aab', 'aB']],
    ['a++b', '', ['ab', 'aab']],
    ['a*+a', '', []],
    ['(?>a+)a', '', []],
    ['\\Qa-b\\E', '', ['a-b']],
    ['[]]', '', ['x]y']],
    ['[[:upper:]]', '', ['K', 'AB', 'aB', 'Ab']],
    ['[^[:alpha:]\\s\\d_-]', '', ['é', 'É', 'x]y', '😀']],
    ['(?<n>a)\\k<n>', '', ['aab', 'aa']],
    ['(a)\\g{-1}', '', ['aab', 'aa']],
    ['\\x{1F600}|\\x4b', '', ['K', '😀']],
    ['\\w', '', ['a1_', 'a\n', 'a\nb', 'K', 'ab', 'aab', 'AB', 'aB', 'Ab', 'a b', 'a-b', 'x]y', 'aa']],
    ['(*UCP)^\\w$', '', ['é', 'a\n', 'K', 'É']],
    ['É', 'i', ['é', 'É']],
    ['(?<=a|bb)b', '', ['ab', 'aab']],
  ])('%s with "%s"', (pattern, options, expected) => expect(found(pattern, options)).toEqual(expected));
});

test.each(['[', '(', 'a)', '*a', 'a**', '\\', '[b-a]', '[[:foo:]]', '[:alpha:]', '(?<=a+)b', '\\1', '(?z)', '\\p{Foo}', 'a{3,2}', '\\u0061', '(?<n>a)(?<n>b)', '(a)(?1)'])('%s is refused', (pattern) => {
  expect(() => translate(pattern, '')).toThrow(InvalidPattern);
});

test('the groups of a pattern are found under their names', () => {
  const { expression, groups } = translate('(a)(?>(b)+)(?<last>c)', '');
  const captured = expression.exec('abbc')!.groups!;
  expect(groups.map((name) => captured[name])).toEqual(['a', 'b', 'c']);
});
