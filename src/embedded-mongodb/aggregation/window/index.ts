import { ACCUMULATORS } from '../accumulators/index.js';
import { accumulated } from './accumulated.js';
import { $expMovingAvg } from './exp-moving-avg.js';
import { $linearFill, $locf } from './fill.js';
import { $minMaxScaler } from './min-max-scaler.js';
import { $denseRank, $documentNumber, $rank } from './ranks.js';
import { $shift } from './shift.js';
import { $derivative, $integral } from './slope.js';
import type { WindowFunctionDefinition } from './window.js';

const { $accumulator: _needsJavaScript, ...OVER_WINDOWS } = ACCUMULATORS;

/** The functions of `$setWindowFields`: most accumulators of `$group`, over a window, and those that look at the order. */
export const WINDOW_FUNCTIONS: Record<string, WindowFunctionDefinition> = {
  ...Object.fromEntries(Object.entries(OVER_WINDOWS).map(([name, definition]) => [name, accumulated(definition)])),
  $rank, $denseRank, $documentNumber, $shift, $expMovingAvg, $derivative, $integral, $locf, $linearFill, $minMaxScaler,
};
