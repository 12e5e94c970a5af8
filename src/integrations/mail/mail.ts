/** A message as it leaves us. */
export interface Mail {
  /** The same for every attempt to send it, so that whoever receives it twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** How mail leaves. May be asked to send the same again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}
