import { ItemCategory, ItemCondition, LookingFor, type NewItem } from '../domains/items/index.js';
import { Role } from '../platform/viewer.js';

export interface Character {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly has: readonly NewItem[];
}

const thing = (title: string, category: ItemCategory, condition: ItemCondition, description: string, lookingFor = LookingFor.FLEXIBLE): NewItem => ({
  title,
  category,
  condition,
  description,
  lookingFor,
  imageUrls: [],
});

/** Who is there when the server starts for trying things out. Ana, Ben and Cleo each want what the next one has. */
export const cast = {
  ana: {
    name: 'Ana',
    roles: [Role.CUSTOMER],
    has: [
      thing('Floor lamp with a paper shade', ItemCategory.HOME, ItemCondition.GOOD, 'Warm light, 1.60 m tall. The cable was renewed last year.'),
      thing('Box of forty paperbacks', ItemCategory.BOOKS, ItemCondition.FAIR, 'Crime and science fiction, all read at least twice.', LookingFor.ITEM_SWAP),
      thing('Cast-iron pan', ItemCategory.HOME, ItemCondition.LIKE_NEW, '28 cm, well seasoned.'),
    ],
  },
  ben: {
    name: 'Ben',
    roles: [Role.CUSTOMER],
    has: [
      thing('Oak chair', ItemCategory.HOME, ItemCondition.GOOD, 'Made by my grandfather; one of a pair, the other one stays.'),
      thing('Road bike, size 56', ItemCategory.SPORTS, ItemCondition.FAIR, 'Needs a new chain, otherwise fast.', LookingFor.ITEM_SWAP),
      thing('Cordless drill', ItemCategory.TOOLS, ItemCondition.GOOD, 'Two batteries, one of them tired.'),
    ],
  },
  cleo: {
    name: 'Cleo',
    roles: [Role.CUSTOMER],
    has: [
      thing('Acoustic guitar', ItemCategory.MUSIC, ItemCondition.GOOD, 'Bright sound, a scratch on the back.'),
      thing('Monstera, one metre', ItemCategory.GARDEN, ItemCondition.NEW, 'Outgrew my window.'),
      thing('Two hours of bicycle repair', ItemCategory.SERVICES, ItemCondition.NEW, 'In my workshop, parts not included.'),
    ],
  },
  dan: {
    name: 'Dan',
    roles: [Role.CUSTOMER, Role.MERCHANT],
    has: [
      thing('Film camera', ItemCategory.ELECTRONICS, ItemCondition.GOOD, '35 mm, light meter works.'),
      thing('Wooden railway', ItemCategory.TOYS, ItemCondition.LIKE_NEW, 'Sixty pieces and a bridge.', LookingFor.ITEM_SWAP),
      thing('Winter coat, size L', ItemCategory.CLOTHING, ItemCondition.GOOD, 'Dark blue, warm.'),
    ],
  },
  eve: { name: 'Eve', roles: [Role.CUSTOMER, Role.DESIGNER], has: [thing('Drawing table', ItemCategory.HOME, ItemCondition.FAIR, 'Tilts, A1.')] },
  finn: { name: 'Finn', roles: [Role.CUSTOMER, Role.AGENT], has: [] },
  gale: { name: 'Gale', roles: [Role.CUSTOMER, Role.ADMIN], has: [] },
} as const satisfies Record<string, Character>;

export type Name = keyof typeof cast;
