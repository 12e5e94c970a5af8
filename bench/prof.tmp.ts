import cp from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
const real = cp.spawn;
const dir = process.argv[2]!;
(cp as any).spawn = (cmd: string, args: string[], o: object) => real(cmd, process.argv[5] === 'prof' ? ['--cpu-prof', '--cpu-prof-dir', dir, ...args] : args, o);
syncBuiltinESMExports();
const { startDatabase } = await import('./systems/database.js');
const { market } = await import('./systems/market.js');
const { startOurs } = await import('./systems/ours.js');
const { gather, say, disperse } = await import('./load/gathering.js');
const { closedLoop, openLoop } = await import('./load/load.js');
const { stopAll } = await import('./systems/process.js');
const size = Number(process.argv[3]); const ms = Number(process.argv[4]);
const database = await startDatabase();
const rooms = market({ rooms: [size] });
const system = await startOurs(database, rooms, 'chat');
const g = await gather(system, rooms.rooms[0]!);
await closedLoop({ lanes: 8, ms: 1500 }, () => say(g)); await g.audience.hearsAll();
for (const lanes of [8, 8, 1]) {
  const a = system.server.cpu(), b = database.cpu();
  const s = await closedLoop({ lanes, ms }, () => say(g)); await g.audience.hearsAll();
  const lat = g.audience.takeLatencies();
  console.log(`lanes ${lanes}: ${s.perSecond.toFixed(0)}/s server ${((system.server.cpu()-a)/s.count).toFixed(2)} db ${((database.cpu()-b)/s.count).toFixed(2)} ack p50 ${s.p50.toFixed(1)} heard p50 ${lat.p50.toFixed(1)}`);
}
await disperse(g); await system.stop(); await stopAll(); process.exit();
