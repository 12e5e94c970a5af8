/** A text in a module, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Something that somebody might have got wrong. */
export interface Fault {
  readonly name: string;
  /** What is wrong, for the table in docs/proof.md. */
  readonly meaning: string;
  readonly edits: readonly Edit[];
  /** How many histories may be needed to find it. */
  readonly within: number;
}

/** Fails when the text is not there exactly once: a fault that is not there would never be found. */
export function withFault(source: string, fault: Fault, file: string): string {
  return fault.edits
    .filter((edit) => edit.file === file)
    .reduce((text, { from, to }) => {
      const times = text.split(from).length - 1;
      if (times !== 1) throw new Error(`The fault ${fault.name} expects its text once in ${file}, and found it ${times} times:\n${from}`);
      return text.replace(from, () => to);
    }, source);
}
