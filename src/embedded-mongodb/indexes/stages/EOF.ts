import type { Value } from '../../bson/document.js';
import type { Row } from '../../storage/collection.js';
import { Stage } from './stage.js';

/** Nothing can match. */
export class Nothing extends Stage {
  readonly name = 'EOF';

  constructor(private readonly type: 'predicateEvalsToFalse' | 'nonExistentNamespace' = 'predicateEvalsToFalse') {
    super([]);
  }

  protected rows(): Row[] {
    return [];
  }

  protected describe(): Record<string, Value> {
    return { type: this.type };
  }
}
