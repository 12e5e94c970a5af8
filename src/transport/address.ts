import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Where a call comes from, believing as many proxies as are ours; a network of IPv6 addresses counts as one. */
export function addressOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, trustProxyHops: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const hops = [...forwarded.map((hop) => hop.trim()).filter(Boolean), socket.remoteAddress ?? ''];
  const address = hops[Math.max(0, hops.length - 1 - trustProxyHops)]!;
  return isIPv6(address) ? networkOf(address) : address;
}

/** The first 64 bits; of an IPv4 address in the clothes of an IPv6 one, that address. */
function networkOf(address: string): string {
  const groups = groupsOf(address.split('%')[0]!);
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return groups.slice(6).flatMap(bytesOf).join('.');
  return groups.slice(0, 4).join(':');
}

/** All eight, in lower case and without leading zeros. */
function groupsOf(address: string): string[] {
  const inHex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => `${pair(bytes[0]!, bytes[1]!)}:${pair(bytes[2]!, bytes[3]!)}`);
  const [before = [], after = []] = inHex.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
}

const pair = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);

const bytesOf = (group: string): number[] => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255];
