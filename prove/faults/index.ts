import { accounts } from './accounts.js';
import { counts } from './counts.js';
import type { Fault } from './fault.js';
import { guards } from './guards.js';
import { streams } from './streams.js';
import { transactions } from './transactions.js';

export const faults: readonly Fault[] = [...guards, ...transactions, ...counts, ...streams, ...accounts];

export function faultNamed(name: string): Fault {
  const fault = faults.find((each) => each.name === name);
  if (!fault) throw new Error(`There is no fault ${name}. There are: ${faults.map((each) => each.name).join(', ')}.`);
  return fault;
}
