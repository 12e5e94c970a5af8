import { type Mailer, mailing, writing } from '../../integrations/mail/index.js';
import type { Reaction } from '../../platform/reactions/index.js';
import { noticeTo } from '../people/index.js';
import { SignInLinked } from './sign-in.events.js';
import { signInLinked } from './sign-in.letters.js';

interface Named {
  readonly title: string;
}

export const signInMail = (mailer: Mailer, providers: ReadonlyMap<string, Named>): Reaction =>
  mailing('sign-in-mail', mailer, [
    writing(SignInLinked, ({ userId, provider }, at) => noticeTo(userId, () => signInLinked(providers.get(provider)?.title ?? provider, at))),
  ]);
