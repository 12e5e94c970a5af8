import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

const versionOf = (name: string): string => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string };
  return `${name} ${version}`;
};

/** On what and with what: without it, a figure says nothing. */
export const machine = (database: string): string[] => [
  `${cpus().length} × ${cpus()[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}; load average when it began ${loadavg()[0]!.toFixed(1)}`,
  `Ours: ${['@apollo/server', 'type-graphql', 'graphql', 'graphql-ws', 'ws', 'mongoose', '@node-rs/argon2'].map(versionOf).join(', ')}`,
  `Counterpart: ${['express', 'mongoose', 'socket.io', 'jsonwebtoken', 'bcryptjs'].map(versionOf).join(', ')}`,
  `Database: ${database}`,
];
