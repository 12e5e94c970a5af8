import { invalid } from './errors/index.js';

/** What opens a tag, an end tag, a comment or a declaration (https://html.spec.whatwg.org/#tag-open-state). `a < b` does not. */
const markup = /<(?=[a-z/!?])[^>]*>?/gi;

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
  if (plain === '' && text.trim() !== '') throw invalid(path, 'must say something besides markup');
  return plain;
}
