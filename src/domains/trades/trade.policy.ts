import { refusal } from '../../platform/errors/index.js';
import type { Decision } from '../../platform/policy.js';
import type { Viewer } from '../../platform/viewer.js';
import { LookingFor } from '../items/index.js';
import type { Trade } from './trade.entity.js';

export const maySeeTrade = (viewer: Viewer, trade: Trade): Decision => trade.participantIds.includes(viewer.id) || refusal('NOT_FOUND');

/** Expressing interest, confirming and rejecting are the owner's. */
export const mayAnswer = (viewer: Viewer, trade: Trade): Decision => trade.owner.userId === viewer.id || refusal('NOT_OWNER');

/** What was proposed belongs to its requester. */
export const mayWithdraw = (viewer: Viewer, trade: Trade): Decision => trade.requester.userId === viewer.id || refusal('NOT_OWNER');

interface Terms {
  readonly items: number;
  readonly credits: number;
}

/** Whether what is given is what the owner of an item looks for. */
export function isAcceptable(lookingFor: LookingFor, { items, credits }: Terms): boolean {
  switch (lookingFor) {
    case LookingFor.ITEM_SWAP:
      return items > 0 && credits === 0;
    case LookingFor.CREDITS:
      return items === 0 && credits > 0;
    case LookingFor.FLEXIBLE:
      return items > 0 || credits > 0;
  }
}
