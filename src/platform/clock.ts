type Clock = () => Date;

let read: Clock = () => new Date();

/** The only place that asks what time it is, so that a test can say. */
export const now = (): Date => read();

export function setClock(clock: Clock): void {
  read = clock;
}
