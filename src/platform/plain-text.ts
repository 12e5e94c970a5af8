import { invalid } from './errors/index.js';

/** What opens a tag, an end tag, a comment or a declaration (https://html.spec.whatwg.org/#tag-open-state). `a < b` does not. */
const markup = /<(?=[a-z/!?])[^>]*>?/gi;

/** Neither white space nor what leaves no mark: controls, accents of nothing, and characters that are there to be ignored. */
const visible = /[^\s\p{Cc}\p{Cf}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether there is anything to see. */
export const saysSomething = (text: string): boolean => visible.test(text);

/**
 * Text as people mean it: without markup, so that a page which shows it carelessly still runs nothing, and trimmed.
 * @throws VALIDATION_FAILED with `path` when nothing is left of what was not blank
 */
export function plainText(text: string, path: string): string {
  let plain = text;
  // What is taken out may leave a tag behind that was not one before.
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(markup, '');
  }
  plain = plain.trim();
  if (!saysSomething(plain) && text.trim() !== '') throw invalid(path, 'must say something besides markup');
  return plain;
}
