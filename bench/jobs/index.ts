import type { Job } from '../job.js';
import { chat } from './chat.js';
import { crowds, memory } from './crowds.js';
import { fanOut } from './fan-out.js';
import { items } from './items.js';
import { logins } from './logins.js';
import { races } from './races.js';
import { stack } from './stack.js';
import { startUp } from './start-up.js';
import { trades } from './trades.js';

export const jobs: readonly Job[] = [races, items, logins, trades, chat, fanOut, crowds, memory, stack, startUp];
