import type { Bytes } from './codec.js';
import { decode, readValueAt } from './codec.js';
import { Doc } from './document.js';
import { sizeOfValue } from './elements.js';

/** The top-level fields that are read of documents; null: any. */
export type FieldNames = ReadonlySet<string> | null;

/** A document, or at least those of its fields that are read. */
export type ReadFields = (bytes: Bytes) => Doc;

/** A reader of documents that are known to be well formed: it passes over what nobody reads. */
export function readerOf(names: FieldNames): ReadFields {
  if (names === null) return decode;
  const wanted = [...names].map((name) => ({ name, bytes: Buffer.from(name) }));
  if (wanted.length === 0) return () => new Doc();
  return (bytes) => {
    const out = new Doc();
    const end = bytes.length - 1;
    let at = 4;
    while (at < end) {
      const type = bytes[at]!;
      const start = at + 1;
      let stop = start;
      while (bytes[stop] !== 0) stop += 1;
      at = stop + 1 + sizeOfValue(bytes, type, stop + 1);
      for (const one of wanted) if (isAt(bytes, start, stop, one.bytes)) out[one.name] = readValueAt(bytes, type, stop + 1, at);
    }
    return out;
  };
}

function isAt(bytes: Bytes, start: number, stop: number, name: Buffer): boolean {
  if (stop - start !== name.length) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[start + i] !== name[i]) return false;
  return true;
}

/** What one reads or the other. */
export function bothOf(a: FieldNames, b: FieldNames): FieldNames {
  return a === null || b === null ? null : new Set([...a, ...b]);
}
