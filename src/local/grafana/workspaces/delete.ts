import type { Action } from '../../service.js';
import { conflict } from '../errors.js';
import type { WorkspaceStore } from '../store.js';
import { describeWorkspace } from '../workspace.js';

/** DeleteWorkspace (202): DELETING until the delay is over, then gone with all it holds. */
export function deleteWorkspace(store: WorkspaceStore, region: string): Action {
  return (input) => {
    const workspace = store.get(input.workspaceId);
    if (workspace.status !== 'ACTIVE') {
      throw conflict(`Workspace cannot be deleted in ${workspace.status} state.`, workspace.id, 'workspace');
    }
    workspace.status = 'DELETING';
    workspace.modified = Date.now();
    store.save();
    store.settle(workspace);
    return { workspace: describeWorkspace(workspace, region) };
  };
}
