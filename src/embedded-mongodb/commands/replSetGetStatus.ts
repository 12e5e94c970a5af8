import { Int32, Long } from 'bson';
import { doc } from '../bson/document.js';
import { timestampOf } from '../storage/clock.js';
import type { CommandContext, Reply } from './command.js';
import { REPLICA_SET } from './version.js';

const PRIMARY = 1;

export function replSetGetStatus({ server }: CommandContext): Reply {
  const now = timestampOf(server.store.clock.now);
  const optime = doc({ ts: now, t: Long.ONE });
  const optimeDate = new Date(now.getHighBitsUnsigned() * 1000);
  const uptime = new Int32(Math.floor((Date.now() - server.startedAt.getTime()) / 1000));
  return doc({
    set: REPLICA_SET,
    date: new Date(),
    myState: new Int32(PRIMARY),
    term: Long.ONE,
    heartbeatIntervalMillis: Long.fromInt(2000),
    majorityVoteCount: new Int32(1),
    writeMajorityCount: new Int32(1),
    votingMembersCount: new Int32(1),
    writableVotingMembersCount: new Int32(1),
    optimes: doc({ lastCommittedOpTime: optime, readConcernMajorityOpTime: optime, appliedOpTime: optime, durableOpTime: optime }),
    members: [doc({
      _id: new Int32(0), name: server.host, health: new Int32(1), state: new Int32(PRIMARY), stateStr: 'PRIMARY', uptime, optime, optimeDate,
      configVersion: new Int32(1), configTerm: new Int32(1), self: true, electionDate: server.startedAt,
    })],
  });
}
