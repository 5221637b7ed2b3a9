import type { Action } from '../../service.js';
import { invalid, oneOf } from '../errors.js';
import { paged } from '../paging.js';
import type { WorkspaceStore } from '../store.js';

interface Instruction {
  action: string;
  role: string;
  users: { id: string; type: string }[];
}

const largestBatch = 20;

/** UpdatePermissions: answers 200 whatever happened, with an entry in `errors` for each instruction that failed. */
export function updatePermissions(store: WorkspaceStore): Action {
  return (input) => {
    const batch = input.updateInstructionBatch as Instruction[];
    if (batch.length > largestBatch) {
      throw invalid('updateInstructionBatch', `At most ${largestBatch} instructions fit into a batch.`);
    }
    for (const { action, role, users } of batch) {
      oneOf('action', action, ['ADD', 'REVOKE']);
      oneOf('role', role, ['ADMIN', 'EDITOR', 'VIEWER']);
      for (const { type } of users) oneOf('type', type, ['SSO_USER', 'SSO_GROUP']);
    }
    const workspace = store.active(input.workspaceId);
    const errors: object[] = [];
    for (const instruction of batch) {
      for (const { id, type } of instruction.users) {
        const held = workspace.permissions.findIndex((one) => one.id === id && one.type === type);
        const current = workspace.permissions[held];
        if (instruction.action === 'ADD') {
          if (held >= 0) workspace.permissions.splice(held, 1);
          workspace.permissions.push({ id, type, role: instruction.role });
        } else if (current?.role === instruction.role) {
          workspace.permissions.splice(held, 1);
        } else {
          errors.push({
            code: 404,
            message: `${id} does not have the role ${instruction.role}.`,
            causedBy: instruction,
          });
        }
      }
    }
    store.save();
    return { errors };
  };
}

/** ListPermissions, of all or of one user or group. */
export function listPermissions(store: WorkspaceStore): Action {
  return (input) => {
    const wanted = (one: { id: string; type: string }) =>
      (input.userType === undefined || one.type === input.userType) &&
      (input.userId === undefined || (one.type === 'SSO_USER' && one.id === input.userId)) &&
      (input.groupId === undefined || (one.type === 'SSO_GROUP' && one.id === input.groupId));
    const { items, nextToken } = paged(store.get(input.workspaceId).permissions.filter(wanted), input);
    return { permissions: items.map(({ id, type, role }) => ({ user: { id, type }, role })), nextToken };
  };
}
