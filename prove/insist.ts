import { setTimeout as pause } from 'node:timers/promises';

const attemptsAtMost = 20;
const pauseBetween = 500;

/** For what the proof itself asks of a database that is killed every now and then: again, until it is answered. Done twice must be the same as done once. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= attemptsAtMost) throw error;
      await pause(pauseBetween);
    }
  }
}
