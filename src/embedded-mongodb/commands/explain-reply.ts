import { Int32 } from 'bson';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import type { CommandContext, Reply } from './command.js';
import { VERSION } from './version.js';

/** What every explanation ends with. */
export function finished({ server, database }: CommandContext, command: Doc, explanation: Doc): Reply {
  const [host = '', port = '0'] = server.host.split(':');
  explanation.command = doc({ ...command, $db: command.$db ?? database });
  explanation.serverInfo = doc({ host, port: new Int32(Number(port)), version: VERSION, gitVersion: 'embedded' });
  explanation.serverParameters = new NewDoc();
  return explanation as Reply;
}
