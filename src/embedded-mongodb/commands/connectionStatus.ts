import { doc } from '../bson/document.js';
import { anything, boolean, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('connectionStatus', { connectionStatus: anything, showPrivileges: boolean });

/** Nobody is ever authenticated here. */
export function connectionStatus({ request }: CommandContext): Reply {
  const { showPrivileges } = readArguments(request);
  const authInfo = doc({ authenticatedUsers: [], authenticatedUserRoles: [] });
  if (showPrivileges) authInfo['authenticatedUserPrivileges'] = [];
  return doc({ authInfo });
}
