/** As many as it may hold of what was known last; the one that was first is forgotten first. */
export class Recent<Key, Value> {
  private readonly known = new Map<Key, Value>();

  constructor(private readonly atMost: number) {}

  get(key: Key): Value | undefined {
    return this.known.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.known.size >= this.atMost && !this.known.has(key)) this.known.delete(this.known.keys().next().value!);
    this.known.set(key, value);
  }

  forget(key: Key): void {
    this.known.delete(key);
  }
}
