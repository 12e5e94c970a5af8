import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { textLanguage } from './languages.js';

/** What a text index looks at, and how. */
export interface TextSpec {
  /** By path. */
  weights: ReadonlyMap<string, number>;
  /** Of `$**`: every field has it that has none of its own. */
  wildcardWeight: number | null;
  defaultLanguage: string;
  /** The field of a document that names its language. */
  languageOverride: string;
}

/** A text of a document. */
export interface Passage {
  text: string;
  weight: number;
  language: string;
}

export function textSpecOf(spec: Doc): TextSpec {
  const weights = new Map(Object.entries(spec.weights as Doc).map(([path, weight]) => [path, Number(String(weight))]));
  const wildcardWeight = weights.get('$**') ?? null;
  weights.delete('$**');
  return { weights, wildcardWeight, defaultLanguage: textLanguage(spec.default_language as string)!, languageOverride: spec.language_override as string };
}

/** All texts that the index has of a document. Each document inside of it may be in a language of its own. */
export function passagesOf(doc: Doc, spec: TextSpec): Passage[] {
  const out: Passage[] = [];
  collect(doc, '', spec.defaultLanguage, spec, out);
  return out;
}

function collect(doc: Doc, prefix: string, outer: string, spec: TextSpec, out: Passage[]): void {
  const language = languageOf(doc, outer, spec);
  for (const [field, value] of Object.entries(doc)) {
    const path = prefix === '' ? field : `${prefix}.${field}`;
    if (field === spec.languageOverride && spec.wildcardWeight !== null && !spec.weights.has(path)) continue;
    if (spec.wildcardWeight !== null || leadsOn(path, spec)) collectValue(value, path, language, spec, out);
  }
}

function collectValue(value: Value, path: string, language: string, spec: TextSpec, out: Passage[]): void {
  if (typeof value === 'string') {
    const weight = spec.weights.get(path) ?? spec.wildcardWeight;
    if (weight !== null && weight !== undefined) out.push({ text: value, weight, language });
  } else if (Array.isArray(value)) {
    for (const element of value) if (!Array.isArray(element)) collectValue(element, path, language, spec, out);
  } else if (isDoc(value)) {
    collect(value, path, language, spec, out);
  }
}

function leadsOn(path: string, { weights }: TextSpec): boolean {
  if (weights.has(path)) return true;
  for (const indexed of weights.keys()) if (indexed.startsWith(`${path}.`)) return true;
  return false;
}

function languageOf(doc: Doc, outer: string, { languageOverride }: TextSpec): string {
  if (!(languageOverride in doc)) return outer;
  const name = doc[languageOverride];
  if (typeof name !== 'string') throw new MongoError(17261, `found language override field in document with non-string type`);
  const language = textLanguage(name);
  if (language === undefined) throw new MongoError(17262, `language override unsupported: ${name}`);
  return language;
}
