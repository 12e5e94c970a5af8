import type { Context } from '../../graphql/context.js';

export const keepInCookies = (proof: object, { request }: Context): void => request.cookies?.keep(proof);
