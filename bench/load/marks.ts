/** A message of about the length people write, which carries a number of eight digits. */
export const marked = (n: number): string => `#${String(n).padStart(8, '0')}# Is it still there? I could come on Saturday, after ten, if that is not too early for you.`;

const hash = '#'.charCodeAt(0);

/** The number in a frame, without decoding the rest of it; -1 when it carries none, such as a list of who is online. */
export function markIn(frame: Buffer): number {
  const at = frame.indexOf(hash);
  return at !== -1 && frame[at + 9] === hash ? Number(frame.toString('latin1', at + 1, at + 9)) : -1;
}
