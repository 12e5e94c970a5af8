import { arch, cpus, hostname, release, totalmem, type } from 'node:os';
import { Int32, Long } from 'bson';
import { doc } from '../bson/document.js';
import type { Reply } from './command.js';

export function hostInfo(): Reply {
  const megabytes = Long.fromNumber(Math.floor(totalmem() / 2 ** 20));
  const cores = new Int32(cpus().length);
  return doc({
    system: doc({
      currentTime: new Date(), hostname: hostname(), cpuAddrSize: new Int32(64), memSizeMB: megabytes, memLimitMB: megabytes, numCores: cores,
      numCoresAvailableToProcess: cores, numPhysicalCores: cores, cpuArch: arch(), numaEnabled: false,
    }),
    os: doc({ type: type(), name: process.platform, version: release() }),
    extra: doc({}),
  });
}
