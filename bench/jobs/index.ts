import type { Job } from '../job.js';
import { chat } from './chat.js';
import { lists } from './lists.js';

export const jobs: readonly Job[] = [lists, chat];
