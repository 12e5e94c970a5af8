import type { Fault } from './fault.js';

/** Figures that are kept beside what they count. */
export const counts: readonly Fault[] = [
  {
    name: 'unread-not-counted',
    meaning: 'A new message is not counted as unread for the others.',
    edits: [{ file: 'src/domains/conversations/message.numbering.ts', from: 'live: count,', to: 'live: 0,' }],
    within: 50,
  },
  {
    name: 'deleted-stays-unread',
    meaning: 'A deleted message still counts for those who have not read it.',
    edits: [{ file: 'src/domains/conversations/message.service.ts', from: '$inc: { live: -1 }', to: '$inc: { live: 0 }' }],
    within: 50,
  },
  {
    name: 'reading-goes-back',
    meaning: 'Whoever says that they have read up to an earlier message is taken back to it.',
    edits: [{ file: 'src/domains/conversations/conversation.service.ts', from: 'readUpToSeq: { $lt: upToSeq }', to: 'readUpToSeq: { $ne: upToSeq }' }],
    within: 100,
  },
];
