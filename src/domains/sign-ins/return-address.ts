import { invalid } from '../../platform/errors/index.js';

const longest = 2_000;

/** Own schemes, such as capacitor: of mobile apps, have no origin by the standard of URLs. */
const originOf = ({ protocol, host }: URL): string => `${protocol}//${host}`;

/**
 * Where to send somebody back to: a page of ours or of an origin that may call us, and nowhere else.
 * @throws VALIDATION_FAILED with the path `returnTo`
 */
export function returnAddress(text: string, ownOrigin: string, otherOrigins: readonly string[]): URL {
  if (text.length <= longest && URL.canParse(text, ownOrigin)) {
    const url = new URL(text, ownOrigin);
    const isPlain = url.username === '' && url.password === '';
    if (isPlain && [ownOrigin, ...otherOrigins].includes(originOf(url))) return url;
  }
  throw invalid('returnTo', 'must be an address of ours or of an origin in CORS_ORIGINS');
}
