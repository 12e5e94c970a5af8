import type { Bound } from '../goals.js';
import type { Figure } from '../results.js';

export const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(2)) === value ? String(value) : Number(value.toPrecision(3)).toString();

export const shownWithSpread = ({ median, least, most }: Figure): string =>
  least === most ? shown(median) : `${shown(median)} [${shown(least)}–${shown(most)}]`;

export const shownBound = ({ kind, value }: Bound): string => `${kind === 'at least' ? '≥' : '≤'} ${shown(value)}`;
