/** Tests ask for more than people do; those that are about limits bring their own. */
export const unlimited = { RATE_LIMIT: 'off', LOCKOUT_ATTEMPTS: '0' };
