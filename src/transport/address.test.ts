import { describe, expect, test } from 'vitest';

import { addressOf } from './address.js';

describe('an address', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({ headers: { ...(forwarded && { 'x-forwarded-for': forwarded }) }, socket: { remoteAddress } }) as never;

  test('is what the last proxy that is ours says, and not what anybody claims', () => {
    expect(addressOf(from('10.0.0.1', '6.6.6.6, 7.7.7.7'), 0)).toBe('10.0.0.1');
    expect(addressOf(from('10.0.0.1', '6.6.6.6, 7.7.7.7'), 1)).toBe('7.7.7.7');
    expect(addressOf(from('10.0.0.1', '6.6.6.6, 7.7.7.7'), 2)).toBe('6.6.6.6');
    expect(addressOf(from('10.0.0.1'), 3)).toBe('10.0.0.1');
  });

  test('of the sixth version is its network', () => {
    expect(addressOf(from('2001:db8:1:2:3:4:5:6'), 0)).toBe('2001:db8:1:2');
    expect(addressOf(from('2001:DB8::5:6'), 0)).toBe('2001:db8:0:0');
    expect(addressOf(from('2001:db8:0:0:9::1'), 0)).toBe('2001:db8:0:0');
    expect(addressOf(from('2001:db8:1::'), 0)).toBe('2001:db8:1:0');
    expect(addressOf(from('fe80::1%eth0'), 0)).toBe('fe80:0:0:0');
    expect(addressOf(from('::1'), 0)).toBe('0:0:0:0');
  });

  test('of the fourth version is itself, however it is written', () => {
    for (const written of ['10.0.0.1', '::ffff:10.0.0.1', '::FFFF:0a00:1', '0:0:0:0:0:ffff:a00:1']) expect(addressOf(from(written), 0)).toBe('10.0.0.1');
  });

  test('that is none is left as it is', () => {
    expect(addressOf(from('10.0.0.1', 'unknown:1234'), 1)).toBe('unknown:1234');
  });
});
