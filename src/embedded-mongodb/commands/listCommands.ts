import { Doc as NewDoc, doc } from '../bson/document.js';
import type { CommandContext, Reply } from './command.js';

export function listCommands({ server }: CommandContext): Reply {
  const commands = new NewDoc();
  for (const [name, command] of Object.entries(server.commands).sort(([a], [b]) => (a < b ? -1 : 1))) {
    commands[name] = doc({
      help: command.help ?? 'no help defined', requiresAuth: false, requiresAuthzChecks: false, secondaryOk: command.readConcern !== undefined,
      adminOnly: command.adminOnly ?? false, apiVersions: command.apiV1 ? ['1'] : [], deprecatedApiVersions: [],
    });
  }
  return doc({ commands });
}
