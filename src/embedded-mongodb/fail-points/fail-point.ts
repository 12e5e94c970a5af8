import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, isDoc } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { longOf } from '../commands/arguments.js';

type Mode =
  | { kind: 'off' }
  | { kind: 'alwaysOn' }
  | { kind: 'times'; left: number }
  | { kind: 'skip'; left: number }
  | { kind: 'activationProbability'; probability: number };

/** A place in the server where a test may ask for trouble. Off until it is configured. */
export class FailPoint {
  private mode: Mode = { kind: 'off' };
  private data: Doc = new NewDoc();
  private entered = 0;

  /** @returns how often it was entered so far, as `configureFailPoint` reports */
  configure(mode: Value, data: Doc): number {
    this.mode = modeOf(mode);
    this.data = data;
    return this.entered;
  }

  /**
   * Its data, if it is its turn to fail; null otherwise. Only what passes the test is counted by `times` and `skip`.
   */
  enter(applies: (data: Doc) => boolean = () => true): Doc | null {
    if (this.mode.kind === 'off' || !applies(this.data)) return null;
    switch (this.mode.kind) {
      case 'alwaysOn': break;
      case 'times':
        this.mode.left -= 1;
        if (this.mode.left === 0) this.mode = { kind: 'off' };
        break;
      case 'skip':
        if (this.mode.left > 0) {
          this.mode.left -= 1;
          return null;
        }
        break;
      case 'activationProbability':
        if (Math.random() >= this.mode.probability) return null;
        break;
    }
    this.entered += 1;
    return this.data;
  }
}

function modeOf(mode: Value): Mode {
  if (mode === 'off' || mode === 'alwaysOn') return { kind: mode };
  if (typeof mode === 'string') throw new MongoError('BadValue', `unknown mode: ${mode}`);
  if (!isDoc(mode)) throw new MongoError('TypeMismatch', "'mode' must be a string or JSON object");
  const [field, ...others] = Object.keys(mode);
  if (field === undefined || others.length > 0) throw new MongoError('BadValue', "'mode' must have exactly one field");
  const value = mode[field];
  switch (field) {
    case 'times': {
      const left = count(value, 'times');
      return left === 0 ? { kind: 'off' } : { kind: 'times', left };
    }
    case 'skip': return { kind: 'skip', left: count(value, 'skip') };
    case 'activationProbability': {
      const probability = isNumber(value) ? Number(value.toString()) : NaN;
      if (!(probability >= 0 && probability <= 1)) throw new MongoError('BadValue', 'activationProbability must be between 0.0 and 1.0');
      return { kind: 'activationProbability', probability };
    }
    default: throw new MongoError('BadValue', "'mode' must be one of ['off', 'alwaysOn', 'times', 'skip', 'activationProbability']");
  }
}

function count(value: Value, field: string): number {
  if (!isNumber(value)) throw new MongoError('TypeMismatch', `'${field}' option for mode must be a number`);
  const number = longOf(value);
  if (number < 0) throw new MongoError('BadValue', `'${field}' option for mode must be non-negative`);
  return number;
}
