import { Int32 } from 'bson';
import { doc } from '../bson/document.js';
import type { Reply } from './command.js';
import { MAX_BSON_OBJECT_SIZE, VERSION, VERSION_ARRAY } from './version.js';

export function buildInfo(): Reply {
  return doc({
    version: VERSION,
    gitVersion: 'embedded',
    modules: [],
    allocator: 'system',
    javascriptEngine: 'none',
    sysInfo: 'deprecated',
    versionArray: VERSION_ARRAY.map((part) => new Int32(part)),
    openssl: doc({ running: 'disabled', compiled: 'disabled' }),
    buildEnvironment: doc({ distmod: '', distarch: process.arch, target_arch: process.arch, target_os: process.platform }),
    bits: new Int32(64),
    debug: false,
    maxBsonObjectSize: new Int32(MAX_BSON_OBJECT_SIZE),
    storageEngines: ['embedded'],
  });
}
