import { refusal } from '../../platform/errors/index.js';
import type { Decision } from '../../platform/policy.js';
import { isOneOf, Role, type Viewer } from '../../platform/viewer.js';
import { type Item, ItemStatus } from './item.entity.js';

const owns = (viewer: Viewer | null, item: Item): boolean => item.ownerId === viewer?.id;

/** What was taken down is gone for everybody but its owner and those who moderate. */
export const maySeeItem = (viewer: Viewer | null, item: Item): Decision =>
  item.status !== ItemStatus.ARCHIVED || owns(viewer, item) || (viewer !== null && isOneOf(viewer, Role.AGENT, Role.ADMIN)) || refusal('NOT_FOUND');

export const mayChangeItem = (viewer: Viewer, item: Item): Decision => {
  if (!owns(viewer, item)) return refusal('NOT_OWNER');
  return item.status !== ItemStatus.LOCKED || refusal('ITEM_LOCKED');
};
