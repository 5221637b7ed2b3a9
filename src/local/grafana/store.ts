import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { conflict, notFound } from './errors.js';
import { ensurePageToken, removePageToken } from './page-token.js';
import type { ServiceAccount, Workspace } from './workspace.js';

/** The workspaces of one cloud, on disk, and the clock of their states. */
export class WorkspaceStore {
  private readonly document: DurableDocument<{ workspaces: Record<string, Workspace> }>;
  private readonly cloud: Cloud;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly onDeleted: (id: string) => void;

  constructor(cloud: Cloud, onDeleted: (id: string) => void) {
    this.cloud = cloud;
    this.onDeleted = onDeleted;
    this.document = cloud.document('grafana/workspaces', { workspaces: {} });
  }

  list(): Workspace[] {
    return Object.values(this.document.value.workspaces).sort(
      (a, b) => a.created - b.created || (a.id < b.id ? -1 : 1),
    );
  }

  find(id: string): Workspace | undefined {
    const { workspaces } = this.document.value;
    return Object.hasOwn(workspaces, id) ? workspaces[id] : undefined;
  }

  /** @throws AwsError ResourceNotFoundException */
  get(id: string): Workspace {
    const workspace = this.find(id);
    if (workspace === undefined) throw notFound('Workspace could not be found.', id, 'workspace');
    return workspace;
  }

  /** @throws AwsError ResourceNotFoundException, or ConflictException in any state but ACTIVE */
  active(id: string): Workspace {
    const workspace = this.get(id);
    if (workspace.status !== 'ACTIVE') {
      throw conflict(`Workspace is in ${workspace.status} state. It must be ACTIVE.`, id, 'workspace');
    }
    return workspace;
  }

  /** @throws AwsError ResourceNotFoundException */
  serviceAccount(workspace: Workspace, id: string): ServiceAccount {
    const account = workspace.serviceAccounts.find((one) => one.id === id);
    if (account === undefined) throw notFound('Service account could not be found.', id, 'serviceaccount');
    return account;
  }

  add(workspace: Workspace): void {
    ensurePageToken(this.cloud.folder, workspace.id);
    this.document.value.workspaces[workspace.id] = workspace;
    this.save();
  }

  save(): void {
    this.document.save();
  }

  /** Goes on from a passing state when its time is over: to ACTIVE, or away. */
  settle(workspace: Workspace): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (workspace.status === 'DELETING') {
        delete this.document.value.workspaces[workspace.id];
        removePageToken(this.cloud.folder, workspace.id);
        this.onDeleted(workspace.id);
      } else {
        workspace.status = 'ACTIVE';
        workspace.modified = Date.now();
      }
      this.save();
    }, this.cloud.settings.delays.workspace);
    this.timers.add(timer);
  }

  /** Takes up what a kill interrupted. */
  start(): void {
    for (const workspace of this.list()) {
      ensurePageToken(this.cloud.folder, workspace.id);
      if (workspace.status !== 'ACTIVE') this.settle(workspace);
    }
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
