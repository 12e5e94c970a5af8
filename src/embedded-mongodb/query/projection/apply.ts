import type { Variables } from '../../aggregation/variables.js';
import { MISSING } from '../../aggregation/variables.js';
import type { Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import type { Missing } from '../match/tree.js';
import type { Fields } from './tree.js';

/** The listed fields, in the document's order. */
export function include(fields: Fields, doc: Doc): Doc {
  const out = new Doc();
  for (const name of Object.keys(doc)) {
    const entry = fields.entries.get(name);
    if (entry === undefined || entry.kind === 'computed') continue;
    const value = entry.kind === 'nested' ? includeIn(entry.fields, doc[name]) : doc[name];
    if (value !== MISSING) out[name] = value;
  }
  return out;
}

/** Arrays are looked through, however deep. What is no document has no fields, unless some are computed for it below. */
function includeIn(fields: Fields, value: Value): Value | Missing {
  if (isDoc(value)) return include(fields, value);
  if (Array.isArray(value)) return value.map((element) => includeIn(fields, element)).filter((element) => element !== MISSING);
  return fields.hasComputed ? value : MISSING;
}

/** All but the listed fields. */
export function exclude(fields: Fields, doc: Doc): Doc {
  const out = new Doc();
  for (const name of Object.keys(doc)) {
    const entry = fields.entries.get(name);
    if (entry?.kind !== 'listed') out[name] = entry?.kind === 'nested' ? excludeIn(entry.fields, doc[name]) : doc[name];
  }
  return out;
}

function excludeIn(fields: Fields, value: Value): Value {
  if (isDoc(value)) return exclude(fields, value);
  return Array.isArray(value) ? value.map((element) => excludeIn(fields, element)) : value;
}

/** Sets the computed fields in a document that `include` or `exclude` made, in the order of the projection. */
export function compute(fields: Fields, out: Doc, root: Doc, variables: Variables): Doc {
  for (const [name, entry] of fields.entries) {
    if (entry.kind === 'computed') {
      const value = entry.expression(root, variables);
      if (value === MISSING) delete out[name];
      else out[name] = value;
    } else if (entry.kind === 'nested' && entry.fields.hasComputed) {
      out[name] = computeIn(entry.fields, out[name], root, variables);
    }
  }
  return out;
}

/** What is no document gives way to one. */
function computeIn(fields: Fields, value: Value, root: Doc, variables: Variables): Value {
  if (Array.isArray(value)) return value.map((element) => computeIn(fields, element, root, variables));
  return compute(fields, isDoc(value) ? value : new Doc(), root, variables);
}
