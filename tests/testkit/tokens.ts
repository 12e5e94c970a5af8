import jwt from 'jsonwebtoken';

import { readEnvironment } from '../../src/environment.js';

/** The same claims, signed with the right key but alive for another time. */
export function tokenOf(token: string, { expiresIn }: { expiresIn: number }): string {
  const { sub, sid, roles } = jwt.decode(token) as { sub: string; sid: string; roles: string[] };
  const seconds = Math.floor(Date.now() / 1000);
  return jwt.sign({ sub, sid, roles, iat: seconds - 60, exp: seconds + expiresIn }, readEnvironment({}).jwtSecret);
}
