import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decode, encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';
import { HEADER_SIZE, OP_MSG } from '../wire/frame.js';
import { OPERATORS as EXPRESSIONS } from '../aggregation/expressions/index.js';
import { STAGES } from '../aggregation/stages/index.js';
import { COMMANDS } from './index.js';

let server: EmbeddedMongoDb;
let socket: Socket;
let received: Buffer;
const faults: string[] = [];

beforeAll(async () => {
  server = await startEmbeddedMongoDb({ failPoints: true, log: (line) => faults.push(line) });
  socket = connect(Number(new URL(server.uri).port), '127.0.0.1');
  received = Buffer.alloc(0);
  socket.on('data', (chunk) => { received = Buffer.concat([received, chunk]); });
  await once(socket, 'connect');
});

afterAll(async () => {
  socket.destroy();
  await server.stop();
});

/** Fields that some command reads. */
const FIELDS = [
  'filter', 'query', 'q', 'u', 'update', 'updates', 'deletes', 'documents', 'pipeline', 'cursor', 'sort', 'projection', 'fields', 'limit', 'skip', 'batchSize', 'hint',
  'collation', 'let', 'key', 'indexes', 'index', 'name', 'ordered', 'upsert', 'multi', 'new', 'remove', 'arrayFilters', 'lsid', 'txnNumber', 'autocommit',
  'startTransaction', 'readConcern', 'writeConcern', 'cursors', 'collection', 'to', 'dropTarget', 'capped', 'size', 'max', 'min', 'viewOn', 'validator', 'tailable',
  'awaitData', 'singleBatch', 'maxTimeMS', 'ops', 'nsInfo', 'explain', 'verbosity', 'apiVersion', 'apiStrict', 'comment', '$readPreference', '$clusterTime', 'scale',
  'nameOnly', 'mode', 'data', 'unique', 'sparse', 'expireAfterSeconds', 'level', '$changeStream', '$match', '$group', '$set', '$expr', '_id', 'a', 'a.b', '',
];

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, '', 'c', '$a', '$$ROOT', 'a.b', 'local', 'majority', new MinKey(), new MaxKey(), undefined, new Date(0)),
  fc.integer().map((value) => new Int32(value)),
  fc.constantFrom(0, 1, -1, 2).map((value) => new Int32(value)),
  fc.double().map((value) => new Double(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc.constantFrom('NaN', 'Infinity', '1.5', '-0').map((text) => Decimal128.fromString(text)),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => new Binary(bytes)),
  fc.constant(new Timestamp({ t: 1, i: 1 })),
  fc.constant(new ObjectId('0123456789abcdef01234567')),
  fc.string(),
);

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true }, scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), tie('value')), { maxLength: 3 }).map(docOf),
  ),
}));

const name = fc.constantFrom(...Object.keys(COMMANDS).filter((command) => command !== 'configureFailPoint'));
const command = fc.tuple(name, fc.oneof(fc.constant<Value>('c'), fc.constant<Value>(new Int32(1)), value), fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 5 }));

test('whatever a command is told, it is answered, and never with a fault of ours', async () => {
  let requestId = 0;
  await fc.assert(fc.asyncProperty(command, fc.constantFrom('test', 'admin'), async ([first, target, rest], database) => {
    const request = docOf([[first, target], ...rest.filter(([field]) => field !== first), ['$db', database]]);
    if ('maxTimeMS' in request) request['maxTimeMS'] = new Int32(5);
    const reply = await ask((requestId += 1), request);
    expect(reply['ok']).toBeInstanceOf(Double);
    expect(faults).toEqual([]);
    expect(reply['code']).not.toEqual(new Int32(1));
  }), { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500), interruptAfterTimeLimit: 25_000 });
  expect(await ask(requestId + 1, doc({ ping: new Int32(1), $db: 'admin' }))).toMatchObject({ ok: new Double(1) });
});

/** Commands that are right on the surface, with operators anywhere inside. */
const OPERATORS = [
  ...Object.keys(STAGES), ...Object.keys(EXPRESSIONS), '$eq', '$gt', '$in', '$nin', '$ne', '$not', '$and', '$or', '$nor', '$exists', '$type', '$regex', '$options', '$mod', '$all',
  '$elemMatch', '$size', '$expr', '$jsonSchema', '$text', '$near', '$geoWithin', '$bitsAllSet', '$comment', '$set', '$unset', '$inc', '$mul', '$min', '$max', '$rename',
  '$push', '$pull', '$pop', '$addToSet', '$pullAll', '$each', '$slice', '$sort', '$position', '$bit', '$currentDate', '$setOnInsert', '$meta', '$natural', '$literal',
  'from', 'localField', 'foreignField', 'as', 'pipeline', 'let', 'into', 'in', 'if', 'then', 'else', 'input', 'cond', '_id', 'a', 'b', 'a.b', 'a.$', 'a.$[]', 'b.0',
];

const { tree, branch } = fc.letrec<{ tree: Value; branch: Doc }>((tie) => ({
  branch: fc.array(fc.tuple(fc.constantFrom(...OPERATORS), tie('tree')), { maxLength: 3 }).map(docOf),
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, fc.array(tie('tree'), { maxLength: 3 }), tie('branch')),
}));

const stages = fc.array(fc.tuple(fc.constantFrom(...Object.keys(STAGES)), tree).map(([stage, specification]) => doc({ [stage]: specification })), { maxLength: 3 });
const change = fc.oneof(branch, stages);
const one = new Int32(1);

const plausible: fc.Arbitrary<Doc> = fc.oneof(
  fc.tuple(branch, branch, branch).map(([filter, sort, projection]) => doc({ find: 'c', filter, sort, projection })),
  fc.tuple(branch, branch).map(([filter, projection]) => doc({ find: 'c', filter, projection })),
  stages.map((pipeline) => doc({ aggregate: 'c', pipeline, cursor: doc({}) })),
  fc.tuple(branch, change).map(([q, u]) => doc({ update: 'c', updates: [doc({ q, u, upsert: true })] })),
  fc.tuple(change, branch).map(([update, fields]) => doc({ findAndModify: 'c', query: doc({}), update, fields })),
  branch.map((document) => doc({ insert: 'c', documents: [document] })),
  branch.map((q) => doc({ delete: 'c', deletes: [doc({ q, limit: one })] })),
  branch.map((query) => doc({ distinct: 'c', key: 'a', query })),
  branch.map((query) => doc({ count: 'c', query })),
  fc.tuple(branch, branch).map(([key, more]) => doc({ createIndexes: 'c', indexes: [Object.assign(doc({ key, name: 'i' }), more)] })),
  stages.map((pipeline) => doc({ explain: doc({ aggregate: 'c', pipeline, cursor: doc({}) }) })),
  branch.map((filter) => doc({ explain: doc({ find: 'c', filter }) })),
  branch.map((validator) => doc({ collMod: 'c', validator })),
  stages.map((pipeline) => doc({ create: 'v', viewOn: 'c', pipeline })),
);

test('whatever operators are told, they answer, and never with a fault of ours', async () => {
  let requestId = 1_000_000;
  await fc.assert(fc.asyncProperty(plausible, async (request) => {
    const reply = await ask((requestId += 1), Object.assign(request, { $db: 'test' }));
    expect(faults).toEqual([]);
    expect(reply['code']).not.toEqual(new Int32(1));
  }), { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500), interruptAfterTimeLimit: 25_000 });
});

async function ask(requestId: number, request: Doc): Promise<Doc> {
  const body = encode(request);
  const header = Buffer.alloc(HEADER_SIZE + 5);
  header.writeInt32LE(header.length + body.length, 0);
  header.writeInt32LE(requestId, 4);
  header.writeInt32LE(OP_MSG, 12);
  socket.write(Buffer.concat([header, body]));
  while (received.length < 4 || received.length < received.readInt32LE(0)) await once(socket, 'data', { signal: AbortSignal.timeout(5000) });
  const size = received.readInt32LE(0);
  const reply = received.subarray(0, size);
  received = received.subarray(size);
  expect(reply.readInt32LE(8)).toBe(requestId);
  return decode(reply, HEADER_SIZE + 5);
}

function docOf(entries: (readonly [string, Value])[]): Doc {
  const out = new NewDoc();
  for (const [field, content] of entries) if (!field.includes('\0')) out[field] = content;
  return out;
}
