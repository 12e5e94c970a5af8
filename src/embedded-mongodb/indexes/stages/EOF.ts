import type { Value } from '../../bson/document.js';
import type { Row } from '../../storage/collection.js';
import { Stage } from './stage.js';

/** Nothing can match. */
export class Nothing extends Stage {
  readonly name = 'EOF';

  constructor() {
    super([]);
  }

  protected rows(): Row[] {
    return [];
  }

  protected describe(): Record<string, Value> {
    return {};
  }
}
