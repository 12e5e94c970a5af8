import { Int32 } from 'bson';
import { compare } from '../../bson/compare.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { orNull } from '../nested-fields.js';
import type { WindowFunctionDefinition } from './window.js';

type Next = (previous: number, position: number, isTie: boolean) => number;

function ranking(next: Next): WindowFunctionDefinition {
  return (section, { sortKey, stage }, name) => {
    if (Object.keys(section).length > 1) throw new MongoError(5371601, 'Rank style window functions take no other arguments');
    const argument = section[name];
    if (!isDoc(argument) || Object.keys(argument).length > 0) throw new MongoError(5371603, `${name} must be specified with '{}' as the value`);
    if (sortKey === undefined) throw new MongoError(5371602, `${name} must be specified with a top level sortBy expression with exactly one element`);
    return ({ documents, variables }) => {
      const keys = documents.map((document) => orNull(sortKey(document, variables)));
      let rank = 0;
      return keys.map((key, position) => {
        rank = next(rank, position + 1, position > 0 && compare(key, keys[position - 1], stage.scope.strings) === 0);
        return new Int32(rank);
      });
    };
  };
}

/** Ties share a rank, and the ranks after them leave a gap. */
export const $rank = ranking((previous, position, isTie) => (isTie ? previous : position));

/** Ties share a rank, and there are no gaps. */
export const $denseRank = ranking((previous, _position, isTie) => (isTie ? previous : previous + 1));

export const $documentNumber = ranking((_previous, position) => position);
