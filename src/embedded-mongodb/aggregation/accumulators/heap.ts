/**
 * Keeps the n best values in a binary heap, as the server does. Where values are equal in the order but differ in type
 * (1 and 1.0), the steps of the heap decide which of them stay and in what order they come out; so they are those of
 * the C++ library, whose heap the server uses.
 */
export class Heap<T> {
  private readonly values: T[] = [];

  /** @param precedes true if the first of two values is the better one */
  constructor(private readonly size: number, private readonly precedes: (a: T, b: T) => boolean) {}

  add(value: T): void {
    const { values } = this;
    if (values.length < this.size) {
      values.push(value);
      this.rise(values, values.length - 1, 0, value);
    } else if (this.precedes(value, values[0]!)) {
      this.pop(values, values.length);
      values[values.length - 1] = value;
      this.rise(values, values.length - 1, 0, value);
    }
  }

  /** From the best on. */
  sorted(): T[] {
    const values = [...this.values];
    for (let length = values.length; length > 1; length -= 1) this.pop(values, length);
    return values;
  }

  /** Moves the worst value to the end. */
  private pop(values: T[], length: number): void {
    if (length < 2) return;
    const last = length - 1;
    const value = values[last]!;
    values[last] = values[0]!;
    this.sink(values, last, value);
  }

  private rise(values: T[], from: number, top: number, value: T): void {
    let hole = from;
    while (hole > top) {
      const parent = (hole - 1) >> 1;
      if (!this.precedes(values[parent]!, value)) break;
      values[hole] = values[parent]!;
      hole = parent;
    }
    values[hole] = value;
  }

  /** The hole at the top sinks to a leaf first, and the value rises from there. */
  private sink(values: T[], length: number, value: T): void {
    let hole = 0;
    let child = 0;
    while (child < (length - 1) >> 1) {
      child = 2 * (child + 1);
      if (this.precedes(values[child]!, values[child - 1]!)) child -= 1;
      values[hole] = values[child]!;
      hole = child;
    }
    if (length % 2 === 0 && child === (length - 2) >> 1) {
      child = 2 * child + 1;
      values[hole] = values[child]!;
      hole = child;
    }
    this.rise(values, hole, 0, value);
  }
}
