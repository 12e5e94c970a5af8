/** A pattern that is none. */
export class InvalidPattern extends Error {}

/** Reads a pattern code point by code point. */
export class Reader {
  private readonly points: string[];
  at = 0;

  constructor(readonly text: string) {
    this.points = Array.from(text);
  }

  get done(): boolean {
    return this.at >= this.points.length;
  }

  peek(ahead = 0): string {
    return this.points[this.at + ahead] ?? '';
  }

  next(): string {
    const point = this.peek();
    this.at += 1;
    return point;
  }

  /** Goes past the text, if it is what comes. */
  take(text: string): boolean {
    for (let i = 0; i < text.length; i += 1) if (this.peek(i) !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  /** Goes past what the expression matches here, and returns the match. */
  match(expression: RegExp): RegExpExecArray | null {
    const found = expression.exec(this.points.slice(this.at, this.at + 200).join(''));
    if (found === null || found.index !== 0) return null;
    this.at += Array.from(found[0]).length;
    return found;
  }

  until(end: string, complaint: string): string {
    let text = '';
    while (!this.take(end)) {
      if (this.done) throw new InvalidPattern(complaint);
      text += this.next();
    }
    return text;
  }
}
