import { createHash } from 'node:crypto';

export const devicesAtMost = 20;

/** Names a kind of device by what it says of itself, leaving out the versions, which change every month. */
export const deviceKeyOf = (device: string): string => createHash('sha256').update(device.replace(/[\d._]+/g, '')).digest('base64url').slice(0, 22);
