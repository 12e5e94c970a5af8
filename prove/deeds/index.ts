import { accounts } from './accounts.js';
import type { Deed } from './deed.js';
import { talking } from './talking.js';
import { trading } from './trading.js';

export { type Answer, type Deed, documentOf } from './deed.js';

/** Everything that people do in a history. A domain adds its mutations here. */
export const deeds = { ...trading, ...talking, ...accounts } as const satisfies Record<string, Deed>;

export type DeedName = keyof typeof deeds;

export const deedOf = (name: DeedName): Deed => deeds[name];
