import { expect } from 'vitest';

import { anonymous } from './people.js';

/** What the link in the mail carries to somebody who has forgotten their password, where mail does not leave. */
export async function resetTokenOf({ email }: { readonly email: string }): Promise<string> {
  await anonymous().forgetsPassword(email);
  const letter = async () => (await anonymous().readsDevInbox(email)).find(({ subject }) => subject === 'Choose a new password');
  await expect.poll(letter).toBeDefined();
  return /token=([\w-]+)/.exec((await letter())!.text)![1]!;
}
