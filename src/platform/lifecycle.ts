import { refusal } from './errors/index.js';

/** A table: from each state, the states it may move to. */
export type Lifecycle<State extends string> = Readonly<Record<State, readonly State[]>>;

export const allows = <State extends string>(lifecycle: Lifecycle<State>, from: State, to: State): boolean => lifecycle[from].includes(to);

export function assertMove<State extends string>(lifecycle: Lifecycle<State>, from: State, to: State): void {
  if (!allows(lifecycle, from, to)) throw refusal('ILLEGAL_TRANSITION', { from, to });
}
