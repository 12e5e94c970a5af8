import type { Bytes } from './codec.js';
import { decode, readValueAt } from './codec.js';
import { Doc } from './document.js';
import { sizeOfValue } from './elements.js';

/** The dotted paths that are read of documents; null: any. */
export type FieldNames = ReadonlySet<string> | null;

/** A document, or at least those of its fields that are read. */
export type ReadFields = (bytes: Bytes) => Doc;

/** A reader of documents that are known to be well formed: it passes over what nobody reads. */
export function readerOf(names: FieldNames): ReadFields {
  if (names === null) return decode;
  if (names.size === 0) return () => new Doc();
  const wanted = wantedOf([...names].map((path) => path.split('.')));
  return (bytes) => readWanted(bytes, 0, bytes.length, wanted);
}

interface Wanted {
  name: string;
  bytes: Buffer;
  /** Of a document with this name only these fields; null: the whole value. Arrays are read as a whole. */
  within: Wanted[] | null;
}

function wantedOf(paths: readonly string[][]): Wanted[] {
  const names = new Set(paths.map(([name]) => name!));
  return [...names].map((name) => {
    const rests = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    return { name, bytes: Buffer.from(name), within: rests.some(({ length }) => length === 0) ? null : wantedOf(rests) };
  });
}

function readWanted(bytes: Bytes, from: number, to: number, wanted: readonly Wanted[]): Doc {
  const out = new Doc();
  const end = to - 1;
  let at = from + 4;
  while (at < end) {
    const type = bytes[at]!;
    const start = at + 1;
    let stop = start;
    while (bytes[stop] !== 0) stop += 1;
    at = stop + 1 + sizeOfValue(bytes, type, stop + 1);
    for (const { name, bytes: spelling, within } of wanted) {
      if (!isAt(bytes, start, stop, spelling)) continue;
      out[name] = within !== null && type === 0x03 ? readWanted(bytes, stop + 1, at, within) : readValueAt(bytes, type, stop + 1, at);
    }
  }
  return out;
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
