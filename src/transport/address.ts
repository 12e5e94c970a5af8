import type { IncomingMessage } from 'node:http';

/** Where a call comes from, believing as many proxies as are ours; a network of IPv6 addresses counts as one. */
export function addressOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, trustProxyHops: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const hops = [...forwarded.map((hop) => hop.trim()).filter(Boolean), socket.remoteAddress ?? ''];
  const address = hops[Math.max(0, hops.length - 1 - trustProxyHops)]!.replace(/^::ffff:(?=\d+\.)/i, '');
  return address.includes(':') && !address.startsWith('::') ? address.split(':').slice(0, 4).join(':') : address;
}
