import type { Letter } from '../../integrations/mail/index.js';
import { securityNotice } from '../people/index.js';

/** `provider` is what people call it, as whoever runs the server wrote it. */
export const signInLinked = (provider: string, at: Date): Letter =>
  securityNotice('Your account has another way in', 'From now on, whoever signs in with the provider below comes into your account without its password.', at, [
    ['Provider', provider],
  ]);
