import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { FailPoint } from './fail-point.js';

/** The fail points of this server, under mongod's own names. */
export class FailPoints {
  readonly failCommand = new FailPoint();
  readonly onPrimaryTransactionalWrite = new FailPoint();
  readonly failGetMoreAfterCursorCheckout = new FailPoint();

  configure(name: string, mode: Value, data: Doc): number {
    return this.find(name).configure(mode, data);
  }

  private find(name: string): FailPoint {
    switch (name) {
      case 'failCommand':
      case 'onPrimaryTransactionalWrite':
      case 'failGetMoreAfterCursorCheckout': return this[name];
      default: throw new MongoError('FailPointSetFailed', `${name} not found`);
    }
  }
}
