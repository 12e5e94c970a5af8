import type { UpdateOperator } from '../operator.js';
import { REMOVED } from '../operator.js';

/** Takes a field away; an element of an array becomes null, so that the others keep their places. The argument does not matter. */
export const $unset: UpdateOperator = () => ({
  existing: () => REMOVED,
  toleratesImpossiblePaths: true,
});
